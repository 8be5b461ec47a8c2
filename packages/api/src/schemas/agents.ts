import { agentStandings } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { ProfileDelivery } from './profiles.ts'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const

export const ActivationKeyCreate = Type.Object(
  {
    title: Title,
    autoAccept: Type.Optional(Type.Boolean({ default: true, description: 'false: agents wait as pending.' })),
    maxUses: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    expiresAt: Type.Optional(Instant),
    validFrom: Type.Optional(Instant),
    allowedNetworks: Type.Optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 50, description: 'CIDR' })),
    tags: Type.Optional(
      Type.Array(Id, { maxItems: 50, description: 'Static tags that each asset carries from its first moment.' }),
    ),
  },
  { ...strict, $id: 'ActivationKeyCreate' },
)
export type ActivationKeyCreate = Static<typeof ActivationKeyCreate>

export const ActivationKey = Type.Object(
  {
    id: Id,
    title: Type.String(),
    autoAccept: Type.Boolean(),
    uses: Type.Integer({ description: 'Of whoever has a scope: assets in it that enrolled with the key.' }),
    maxUses: Nullable(Type.Integer()),
    allowedNetworks: Type.Array(Type.String()),
    tags: Type.Array(Type.Object({ id: Id, name: Type.String() })),
    createdAt: Instant,
    validFrom: Instant,
    expiresAt: Nullable(Instant),
    revokedAt: Nullable(Instant),
  },
  { $id: 'ActivationKey' },
)
export type ActivationKey = Static<typeof ActivationKey>
export const ActivationKeyList = ListOf(ActivationKey, 'ActivationKeyList')
export const ActivationKeyCreated = Type.Object(
  {
    key: ActivationKey,
    text: Type.String({ description: 'pyak1_…, shown once; the server keeps only its public half.' }),
    install: Type.String({ description: 'Command for a Linux host: the first of `installs`.' }),
    installs: Type.Array(
      Type.Object({
        arch: Nullable(
          Type.String({ description: 'null: for hosts that have the agent already; no package is here.' }),
        ),
        command: Type.String(),
      }),
      { description: 'One for each architecture of Linux whose package this server hands out.' },
    ),
  },
  { $id: 'ActivationKeyCreated' },
)
export type ActivationKeyCreated = Static<typeof ActivationKeyCreated>

export const Speaker = Type.Object({
  address: Type.String(),
  machine: Type.String({ description: 'hex16: digest of the machine facts' }),
  boot: Type.String(),
  at: Instant,
})

const ProfileRef = Type.Object({ id: Id, name: Type.String() })
const AgentProfiles = Type.Object(
  { configuration: Nullable(ProfileRef), assessment: Nullable(ProfileRef), delivery: ProfileDelivery },
  { description: 'null: the default profile. Why it is this one: GET /assets/:id/profiles with assetId.' },
)

export const Agent = Type.Object(
  {
    id: Id,
    assetId: Id,
    name: Type.String(),
    status: Words([...agentStandings, 'stale'] as const),
    why: Nullable(Type.String()),
    version: Type.String(),
    platform: Type.String(),
    engine: Type.String({
      description: 'What decides on the host which patches are missing, such as apt; empty: not known.',
    }),
    features: Type.Array(Type.String(), {
      description: 'What the agent announced that it can do beside scanning and installing, such as profiles.1.',
    }),
    os: Type.String(),
    address: Nullable(Type.String()),
    enrolledAt: Instant,
    lastSeenAt: Nullable(Instant),
    activated: Type.Boolean({ description: 'Patching is activated: the asset stands in the list of assets.' }),
    licensed: Type.Boolean(),
    looksLike: Nullable(Type.Object({ id: Id, name: Type.String() })),
    speakers: Type.Array(Speaker),
    profiles: AgentProfiles,
  },
  { $id: 'Agent' },
)
export type Agent = Static<typeof Agent>
export const AgentList = ListOf(Agent, 'AgentList')

export const AgentAccept = Type.Object(
  { as: Type.Optional(Id) },
  { ...strict, $id: 'AgentAccept', description: '`as`: the asset that this machine replaces after a reinstallation.' },
)
export type AgentAccept = Static<typeof AgentAccept>
export const AgentIds = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) },
  {
    ...strict,
    $id: 'AgentIds',
    description: 'All or nothing: one that does not exist for you or is in another state, and nothing happens.',
  },
)
export type AgentIds = Static<typeof AgentIds>
export const AgentsDone = Type.Object({ changed: Type.Integer() }, { $id: 'AgentsDone' })
export type AgentsDone = Static<typeof AgentsDone>
export const AgentResume = Type.Object(
  { machine: Type.String({ pattern: '^[0-9a-f]{32}$' }) },
  { ...strict, $id: 'AgentResume', description: 'The speaker that stays; every other copy must enrol anew.' },
)
export type AgentResume = Static<typeof AgentResume>
