// A small world that both back ends are asked about: written into PostgreSQL by insert-world.ts, and as objects for the
// evaluator in memory by world-objects.ts. Neither knows the other.
import type { VersionScheme } from '@patchyard/domain'

export interface World {
  readonly subscriptionId: number
  readonly tags: readonly WorldTag[]
  readonly people: readonly WorldPerson[]
  readonly assets: readonly WorldAsset[]
  readonly patches: readonly WorldPatch[]
  readonly cves: readonly WorldCve[]
  readonly jobs: readonly WorldJob[]
  readonly tasks: readonly WorldTask[]
  readonly audit: readonly WorldAudit[]
}

/** Things are named by their place in these lists, and in tests by `a1`, `p1`, `j1`, `t1`, `v1`, `r1`. */
export interface WorldTag {
  readonly name: string
  readonly publicId: string
  /** Place of the parent, above it in the list. */
  readonly parent: number | null
}

export interface WorldPerson {
  readonly name: string
  readonly email: string
}

export interface WorldAsset {
  readonly publicId: string
  readonly name: string
  readonly osName: string
  readonly osFamily: string
  readonly osVersion: string
  readonly platform: string
  readonly architecture: string
  readonly kernel: string
  readonly model: string
  readonly manufacturer: string
  readonly lastUser: string
  readonly timeZone: string
  readonly agentVersion: string
  readonly standing: string
  readonly isDeactivated: boolean
  readonly seenAt: string
  readonly scanStatus: string
  readonly scanAt: string | null
  readonly activatedAt: string | null
  readonly exposedAt: string | null
  readonly licensed: boolean
  readonly rebootNeeded: boolean
  readonly restartCount: number
  readonly riskScore: number | null
  readonly criticality: number | null
  readonly virtualization: string
  readonly isEvaluation: boolean
  readonly activationKey: string | null
  readonly tags: readonly number[]
  readonly interfaces: readonly { readonly name: string; readonly address: string; readonly mac: string }[]
  readonly software: readonly WorldSoftware[]
  readonly findings: readonly WorldFinding[]
}

export interface WorldSoftware {
  readonly name: string
  readonly version: string
  readonly vendor: string
  readonly scheme: VersionScheme
}

export interface WorldFinding {
  readonly patch: number
  readonly status: 'missing' | 'installed'
  readonly latest: boolean
}

export const labelKinds = ['appFamily', 'product', 'architecture', 'kb', 'bulletin', 'supportedOs'] as const

export interface WorldPatch {
  readonly publicId: string
  /** Of the installation's catalog, which every subscription reads. */
  readonly catalog: boolean
  readonly title: string
  readonly labels: { readonly [K in (typeof labelKinds)[number]]?: readonly string[] }
  readonly isSecurity: boolean
  readonly category: string
  readonly publishedAt: string | null
  readonly modifiedAt: string | null
  readonly vendor: string
  readonly vendorSeverity: string
  readonly severity: string
  readonly type: string
  readonly platform: string
  readonly advisories: readonly string[]
  readonly cves: readonly string[]
  readonly cvss: number | null
  readonly epss: number | null
  readonly kev: boolean
  readonly kevDueAt: string | null
  readonly ransomware: boolean
  readonly exploited: boolean
  readonly supersededBy: number | null
  readonly rebootRequired: boolean
  readonly isRollback: boolean
  readonly downloadMethod: string
  readonly isCustomizedDownloadUrl: boolean
  readonly isDeprecated: boolean
  readonly isEsu: boolean
  readonly packages: readonly string[]
  readonly size: number | null
  readonly source: string
}

export interface WorldCve {
  readonly cve: string
  readonly catalog: boolean
  readonly title: string
  readonly severity: string
  readonly cvss: number | null
  readonly vector: string
  readonly epss: number | null
  readonly percentile: number | null
  readonly kev: boolean
  readonly kevDueAt: string | null
  readonly ransomware: boolean
  readonly publishedAt: string | null
  readonly modifiedAt: string | null
  readonly exploitation: string
  readonly automatable: string
  readonly impact: string
  readonly cwes: readonly string[]
}

export interface WorldJob {
  readonly publicId: string
  readonly name: string
  readonly state: string
  readonly kind: string
  readonly platform: string
  readonly scheduleType: string
  readonly owner: number
  readonly coAuthors: readonly number[]
  readonly createdAt: string
  readonly modifiedAt: string
  readonly nextRunAt: string | null
  readonly lastRunAt: string | null
  readonly isRecurring: boolean
  readonly isQueryBased: boolean
  readonly isComplete: boolean
  readonly patchCount: number
  readonly assetCount: number
  readonly tags: readonly number[]
}

export interface WorldTask {
  readonly job: number
  readonly asset: number
  readonly state: string
  readonly reason: string | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly rebooted: boolean
  readonly deferrals: number
  readonly items: readonly {
    readonly patch: number
    readonly state: string
    readonly reason: string | null
    readonly exitCode: number | null
  }[]
}

export interface WorldAudit {
  readonly at: string
  readonly kind: string
  /** Place of a person, or what stands in its place. */
  readonly actor: number | string
  readonly action: string
  readonly object: readonly [kind: string, id: string | null]
  readonly detail: Readonly<Record<string, unknown>>
}

const plainIds = { asset: 1, patch: 2, job: 3, task: 4, tag: 5 }

/** A public id that a reader recognises: of the third patch `00000002-0000-4000-8000-000000000003`. */
export const publicId = (what: keyof typeof plainIds, n: number): string =>
  `${String(plainIds[what]).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Of a person, as the audit has it. */
export const personIdIn = (subscriptionId: number, place: number): string =>
  publicId('job', 800 + idIn(subscriptionId, place))

/** Of an object inside the database, so that two subscriptions never share one but for the catalog. */
export const idIn = (subscriptionId: number, index: number): number => subscriptionId * 1000 + index + 1

/** In the list of assets; findings of others count nowhere. */
export const isListed = (a: WorldAsset): boolean =>
  (a.standing === 'active' || a.standing === 'quarantined') && !a.isDeactivated

export const plainAsset: WorldAsset = {
  publicId: publicId('asset', 1),
  name: 'host',
  osName: '',
  osFamily: '',
  osVersion: '',
  platform: 'linux',
  architecture: '',
  kernel: '',
  model: '',
  manufacturer: '',
  lastUser: '',
  timeZone: '',
  agentVersion: '',
  standing: 'active',
  isDeactivated: false,
  seenAt: '2024-06-15T11:59:00.000Z',
  scanStatus: 'ok',
  scanAt: null,
  activatedAt: null,
  exposedAt: null,
  licensed: true,
  rebootNeeded: false,
  restartCount: 0,
  riskScore: null,
  criticality: null,
  virtualization: '',
  isEvaluation: false,
  activationKey: null,
  tags: [],
  interfaces: [],
  software: [],
  findings: [],
}

export const plainPatch: WorldPatch = {
  publicId: publicId('patch', 1),
  catalog: false,
  title: 'patch',
  labels: {},
  isSecurity: false,
  category: '',
  publishedAt: null,
  modifiedAt: null,
  vendor: '',
  vendorSeverity: '',
  severity: '',
  type: '',
  platform: 'linux',
  advisories: [],
  cves: [],
  cvss: null,
  epss: null,
  kev: false,
  kevDueAt: null,
  ransomware: false,
  exploited: false,
  supersededBy: null,
  rebootRequired: false,
  isRollback: false,
  downloadMethod: 'automatic',
  isCustomizedDownloadUrl: false,
  isDeprecated: false,
  isEsu: false,
  packages: [],
  size: null,
  source: 'reported',
}

export const plainCve: WorldCve = {
  cve: 'CVE-2024-0001',
  catalog: true,
  title: '',
  severity: '',
  cvss: null,
  vector: '',
  epss: null,
  percentile: null,
  kev: false,
  kevDueAt: null,
  ransomware: false,
  publishedAt: null,
  modifiedAt: null,
  exploitation: '',
  automatable: '',
  impact: '',
  cwes: [],
}

export const plainJob: WorldJob = {
  publicId: publicId('job', 1),
  name: 'job',
  state: 'draft',
  kind: 'deployment',
  platform: 'linux',
  scheduleType: 'onDemand',
  owner: 0,
  coAuthors: [],
  createdAt: '2024-01-01T00:00:00.000Z',
  modifiedAt: '2024-01-01T00:00:00.000Z',
  nextRunAt: null,
  lastRunAt: null,
  isRecurring: false,
  isQueryBased: false,
  isComplete: true,
  patchCount: 0,
  assetCount: 0,
  tags: [],
}

export const plainTask: WorldTask = {
  job: 0,
  asset: 0,
  state: 'planned',
  reason: null,
  startedAt: null,
  endedAt: null,
  rebooted: false,
  deferrals: 0,
  items: [],
}
