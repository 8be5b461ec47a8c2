import { agentStandings, scanStatuses } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { AsOf, Cursor, Id, Instant, ListOf, notThen, Nullable, Words } from './common.ts'
import { FoundList } from './queries.ts'
import { SystemLifecycle } from './systems.ts'

export const Asset = Type.Object(
  {
    id: Id,
    name: Type.String(),
    operatingSystem: Type.String(),
    osFamily: Type.String(),
    osVersion: Type.String(),
    platform: Type.String(),
    architecture: Type.String(),
    agentStatus: Words([...agentStandings, 'stale'] as const),
    lastCheckIn: Nullable(Instant),
    scanStatus: Words(scanStatuses),
    scanDateTime: Nullable(Instant),
    missingPatchCount: Type.Integer(),
    latestMissingPatchCount: Type.Integer(),
    missingSecurityCount: Type.Integer(),
    missingCriticalCount: Type.Integer(),
    installedPatchCount: Type.Integer(),
    rebootNeeded: Type.Boolean(),
    servicesToRestart: Type.Integer(),
    lastUser: Type.String(),
    agentVersion: Type.String(),
    licensed: Type.Boolean({ description: 'Consumes a licence, so it can be patched.' }),
    pausedUntil: Nullable(Instant),
    pausedReason: Nullable(Type.String()),
    riskScore: Nullable(Type.Number({ description: '0 to 1000.' })),
    criticality: Nullable(Type.Integer({ description: '1 to 5.' })),
    tags: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  },
  { $id: 'Asset' },
)
export type Asset = Static<typeof Asset>
export const AssetList = FoundList(Asset, 'AssetList')

export const AssetDetail = Type.Object(
  {
    ...Asset.properties,
    agentId: Id,
    kernel: Type.String(),
    virtualization: Type.String(),
    manufacturer: Type.String(),
    model: Type.String(),
    timeZone: Type.String(),
    provider: Type.String({ description: 'Package manager that decides what is missing: apt, dnf, zypper …' }),
    packageCount: Type.Integer(),
    enrolledAt: Instant,
    activatedAt: Nullable(Instant),
    scanProblems: Type.Array(Type.Object({ code: Type.String(), detail: Type.String() })),
    interfaces: Type.Array(Type.Object({ name: Type.String(), mac: Type.String(), address: Type.String() })),
    restart: Type.Array(Type.Object({ kind: Type.String(), name: Type.String(), reason: Type.String() })),
    vulnerableInMemory: Type.Boolean({
      description:
        'A security update is installed, and the older kernel or programs with its replaced files still run.',
    }),
    kernelPatchesOnDiskAlone: Type.Integer({
      description: 'Installed kernel patches that work after a restart. Known of Debian and Ubuntu alone.',
    }),
    lifecycle: Nullable(SystemLifecycle),
    system: Type.Record(Type.String(), Type.Unknown()),
    notices: Type.Array(Type.Object({ at: Instant, kind: Type.String(), detail: Type.String() })),
  },
  { $id: 'AssetDetail' },
)
export type AssetDetail = Static<typeof AssetDetail>

export const FindingPackage = Type.Object({
  name: Type.String(),
  arch: Type.String(),
  installed: Nullable(Type.String()),
  candidate: Type.String(),
  isSecurity: Type.Boolean(),
  origin: Type.String(),
  authenticated: Type.Boolean(),
  heldBack: Nullable(Type.String()),
})

export const Finding = Type.Object(
  {
    patchId: Id,
    key: Type.String(),
    title: Type.String(),
    status: Words(['missing', 'installed'] as const),
    isSecurity: Type.Boolean(),
    severity: Type.String(),
    isLatest: Type.Boolean(),
    rebootSuggested: Type.Boolean({ description: 'As on the patch: what a job may reboot is said before it is made.' }),
    firstSeen: Instant,
    since: Instant,
    exposedSince: Instant,
    advisories: Type.Array(Type.String()),
    cves: Type.Array(Type.String()),
    kev: Type.Boolean({ description: 'One of its CVEs is known to be exploited (CISA).' }),
    exploited: Type.Boolean({ description: 'The same, or by its SSVC values.' }),
    isDeprecated: Type.Boolean({ description: 'No job installs it.' }),
    isOffered: Type.Boolean({ description: 'Of what is missing: the engine of the machine offers it.' }),
    isMatched: Type.Boolean({
      description:
        'Of what is missing: the catalog knows it by the installed packages. Alone: no repository of the machine offers it.',
    }),
    isOnDiskAlone: Type.Boolean({
      description:
        'Of what is installed: an older kernel runs until the machine starts anew, so that the patch is not in effect.',
    }),
    packages: Type.Array(FindingPackage),
  },
  { $id: 'Finding' },
)
export type Finding = Static<typeof Finding>
export const FindingList = ListOf(
  notThen(Finding, ['isLatest', 'firstSeen', 'exposedSince', 'isOffered', 'isMatched', 'isOnDiskAlone', 'packages']),
  'FindingList',
)

export const Software = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    arch: Type.String(),
    source: Type.String(),
    sourceVersion: Type.String(),
    publisher: Type.String({ description: 'Who made or packaged it.' }),
    scope: Nullable(
      Type.Enum(['machine', 'user'], {
        description: 'Of programs: for whom it is installed. null: of a package manager.',
      }),
    ),
  },
  { $id: 'Software' },
)
export type Software = Static<typeof Software>
export const SoftwareList = ListOf(Software, 'SoftwareList')

export const FindingQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 200 })),
    status: Type.Optional(Words(['missing', 'installed'] as const)),
    latest: Type.Optional(Type.Boolean()),
    security: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.String({ maxLength: 40, description: 'Field; a leading "-" sorts downwards.' })),
    asOf: Type.Optional(AsOf),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(Cursor),
  },
  { additionalProperties: false },
)
const { limit: _limit, cursor: _cursor, ...ofFindings } = FindingQuery.properties
export const FindingCsvQuery = Type.Object(ofFindings, { additionalProperties: false })
export type FindingQuery = Static<typeof FindingQuery>
