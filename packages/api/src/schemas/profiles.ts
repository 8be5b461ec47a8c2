import {
  longestScanS,
  otherUpdatersRules,
  type ProfileDocument as DomainDocument,
  profileLimits,
  shortestScanS,
  weekdays,
} from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, ListQuery, Nullable, Words } from './common.ts'

const strict = { additionalProperties: false } as const

const TagRef = Type.Object({ id: Id, name: Type.String() })
const TagIds = Type.Array(Id, { maxItems: profileLimits.tags, uniqueItems: true })
const visible = '[^\\s\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]'
const ProfileName = Type.String({
  minLength: 1,
  maxLength: profileLimits.nameLength,
  pattern: visible,
  description: 'Unique among the profiles of its kind, in any case.',
})
const Description = Type.String({ maxLength: profileLimits.descriptionLength })
const AssetCount = Type.Integer({ minimum: 0, description: 'Assets in your scope that have this profile now.' })
const within = ({ min, max }: { min: number; max: number }, description?: string) =>
  Type.Integer({ minimum: min, maximum: max, ...(description === undefined ? {} : { description }) })

// Assessment --------------------------------------------------------------------------------------------------------

const ScanEveryS = Type.Integer({
  minimum: shortestScanS.full,
  maximum: longestScanS,
  multipleOf: 60,
  description: 'Seconds between two scans. At least 4 hours; 24 while the licence is Free.',
  examples: [14_400],
})

export const AssessmentProfile = Type.Object(
  {
    id: Id,
    name: Type.String(),
    isDefault: Type.Boolean({ description: 'The default profile cannot be deleted, disabled or given tags.' }),
    enabled: Type.Boolean(),
    scanEveryS: ScanEveryS,
    effectiveScanEveryS: Type.Integer({ description: 'What the licence makes of it at this moment.' }),
    tags: Type.Array(TagRef, { description: 'Their children come with them.' }),
    assetCount: AssetCount,
    createdAt: Instant,
    modifiedAt: Instant,
  },
  { $id: 'AssessmentProfile' },
)
export type AssessmentProfile = Static<typeof AssessmentProfile>
export const AssessmentProfileList = ListOf(AssessmentProfile, 'AssessmentProfileList')

export const AssessmentProfileCreate = Type.Object(
  { name: ProfileName, scanEveryS: ScanEveryS, tags: TagIds, enabled: Type.Optional(Type.Boolean({ default: true })) },
  { ...strict, $id: 'AssessmentProfileCreate', description: 'A tag may stand in one assessment profile only.' },
)
export type AssessmentProfileCreate = Static<typeof AssessmentProfileCreate>

export const AssessmentProfileChange = Type.Object(
  {
    name: Type.Optional(ProfileName),
    scanEveryS: Type.Optional(ScanEveryS),
    tags: Type.Optional(TagIds),
    enabled: Type.Optional(Type.Boolean()),
  },
  { ...strict, $id: 'AssessmentProfileChange', description: 'What is not given stays.' },
)
export type AssessmentProfileChange = Static<typeof AssessmentProfileChange>

export const AssessmentProfileBulk = Type.Object(
  {
    ids: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }),
    action: Words(['enable', 'disable', 'delete'] as const),
  },
  { ...strict, $id: 'AssessmentProfileBulk' },
)
export type AssessmentProfileBulk = Static<typeof AssessmentProfileBulk>

// Configuration -----------------------------------------------------------------------------------------------------

export const BlackoutWindow = Type.Object(
  {
    days: Type.Array(Words(weekdays), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM', examples: ['08:00'] }),
    minutes: within(profileLimits.blackoutMinutes, 'How long it lasts; it may end on a later day.'),
    zone: Nullable(
      Type.String({ maxLength: 64, description: "IANA name; null: each asset's own.", examples: ['Europe/Berlin'] }),
    ),
  },
  { ...strict, $id: 'BlackoutWindow' },
)

const documentMembers = {
  patching: Type.Boolean({ description: 'false: the agent begins no task.' }),
  suspendScanning: Type.Boolean({ description: 'true: scans only when somebody asks, and after a task.' }),
  checkInS: within(profileLimits.checkInS),
  cacheMb: Nullable(within(profileLimits.cacheMb, 'MiB of disk for downloads; null: unlimited.')),
  bandwidthKBs: Nullable(within(profileLimits.bandwidthKBs, 'kB/s for downloads; null: unlimited.')),
  cpuPercent: Nullable(within(profileLimits.cpuPercent, "Of one processor; null: the agent's unit's own cap.")),
  memoryMb: Nullable(within(profileLimits.memoryMb, "null: the agent's unit's own cap.")),
  otherUpdaters: Words(otherUpdatersRules),
  blackouts: Type.Array(BlackoutWindow, { maxItems: profileLimits.blackouts }),
} as const

export const ProfileDocument = Type.Object(documentMembers, { ...strict, $id: 'ProfileDocument' })
export type ProfileDocument = Static<typeof ProfileDocument>
/** The domain's document and the API's are one. */
export const sameDocument: (document: ProfileDocument) => DomainDocument = document => document

export const ProfileDocumentChange = Type.Partial(ProfileDocument, {
  ...strict,
  $id: 'ProfileDocumentChange',
  description: 'What is not given stays; for a new profile it is what the built-in default says.',
})
export type ProfileDocumentChange = Static<typeof ProfileDocumentChange>

export const ConfigurationProfile = Type.Object(
  {
    id: Id,
    name: Type.String(),
    description: Type.String(),
    isDefault: Type.Boolean({ description: 'Counts where no other fits. It cannot be deleted or given tags.' }),
    priority: Nullable(
      Type.Integer({ minimum: 1, description: 'Of several that fit, the smallest counts; null: the default profile.' }),
    ),
    document: ProfileDocument,
    version: Type.String({ description: 'SHA-256 of the document: what agents confirm.' }),
    tags: Type.Array(TagRef, { description: 'Their children come with them.' }),
    assetCount: AssetCount,
    createdAt: Instant,
    modifiedAt: Instant,
  },
  { $id: 'ConfigurationProfile' },
)
export type ConfigurationProfile = Static<typeof ConfigurationProfile>
export const ConfigurationProfileList = ListOf(ConfigurationProfile, 'ConfigurationProfileList')

export const ConfigurationProfileCreate = Type.Object(
  {
    name: ProfileName,
    description: Type.Optional(Description),
    tags: TagIds,
    document: Type.Optional(ProfileDocumentChange),
  },
  { ...strict, $id: 'ConfigurationProfileCreate', description: 'A new profile is asked last before the default.' },
)
export type ConfigurationProfileCreate = Static<typeof ConfigurationProfileCreate>

export const ConfigurationProfileChange = Type.Object(
  {
    name: Type.Optional(ProfileName),
    description: Type.Optional(Description),
    tags: Type.Optional(TagIds),
    document: Type.Optional(ProfileDocumentChange),
  },
  { ...strict, $id: 'ConfigurationProfileChange', description: 'What is not given stays.' },
)
export type ConfigurationProfileChange = Static<typeof ConfigurationProfileChange>

export const ConfigurationProfileOrder = Type.Object(
  { ids: Type.Array(Id, { maxItems: 1000, uniqueItems: true }) },
  {
    ...strict,
    $id: 'ConfigurationProfileOrder',
    description: 'All profiles but the default, the one that is asked first in front.',
  },
)
export type ConfigurationProfileOrder = Static<typeof ConfigurationProfileOrder>

export const ConfigurationProfileBulk = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }), action: Words(['delete'] as const) },
  { ...strict, $id: 'ConfigurationProfileBulk' },
)
export type ConfigurationProfileBulk = Static<typeof ConfigurationProfileBulk>

/** Query string of the lists as CSV: everything, so no pages. */
export const ProfileCsvQuery = Type.Object(
  { search: ListQuery.properties.search, sort: ListQuery.properties.sort },
  strict,
)
export type ProfileCsvQuery = Static<typeof ProfileCsvQuery>

// Both --------------------------------------------------------------------------------------------------------------

export const ProfilesDone = Type.Object(
  {
    done: Type.Array(Id),
    refused: Type.Array(Type.Object({ id: Id, code: Type.String(), detail: Type.String() })),
  },
  { $id: 'ProfilesDone', description: 'Each profile by itself: one that is refused does not hold back the others.' },
)
export type ProfilesDone = Static<typeof ProfilesDone>

/** `waiting`: the agent has not said yet that it has it. */
export const profileDeliveries = ['taken', 'waiting', 'unsupported', 'inactive'] as const
export const ProfileDelivery = Type.Enum([...profileDeliveries], {
  description:
    'taken: the agent has it · waiting: its next check-in brings it · unsupported: the agent is too old for profiles and ' +
    'obeys the two intervals only · inactive: the agent is not active.',
})
export type ProfileDelivery = (typeof profileDeliveries)[number]

const Because = {
  /** Null: the default profile. */
  tag: Nullable(Type.Object({ id: Id, name: Type.String() }, { description: 'The tag of the profile that fits.' })),
  carried: Type.Array(TagRef, { description: 'Tags on the asset that bring it: the tag itself or those below it.' }),
}

export const AssetProfiles = Type.Object(
  {
    assessment: Type.Object({
      profile: Type.Object({ id: Id, name: Type.String(), isDefault: Type.Boolean(), scanEveryS: Type.Integer() }),
      ...Because,
      others: Type.Array(
        Type.Object(
          { id: Id, name: Type.String(), scanEveryS: Type.Integer() },
          { description: 'Fit too, scan less often.' },
        ),
      ),
      effectiveScanEveryS: Type.Integer({ description: 'What the licence makes of it at this moment.' }),
    }),
    configuration: Type.Object({
      profile: Type.Object({
        id: Id,
        name: Type.String(),
        isDefault: Type.Boolean(),
        priority: Nullable(Type.Integer()),
        version: Type.String(),
      }),
      ...Because,
      others: Type.Array(
        Type.Object(
          { id: Id, name: Type.String(), priority: Type.Integer() },
          { description: 'Fit too, are asked later.' },
        ),
      ),
      document: ProfileDocument,
      nextBlackouts: Type.Array(Type.Object({ from: Instant, to: Instant }), {
        description: 'The next ones on this asset, as instants.',
      }),
    }),
    delivery: ProfileDelivery,
    host: Type.Array(
      Type.Object({
        kind: Words(['limit', 'updater'] as const),
        name: Type.String(),
        state: Type.String({
          description: 'applied, unit, unsupported, failed · on, off, switchedOff (by the agent), unsupported, failed',
        }),
        detail: Type.String(),
      }),
      { description: 'What the agent said became of it there; empty while it said nothing.' },
    ),
  },
  { $id: 'AssetProfiles' },
)
export type AssetProfiles = Static<typeof AssetProfiles>
