import type { PatchWindow, Schedule } from '../../schedule/schedule.ts'
import type { JobAction } from './job-action.ts'
import { type JobMessages, noMessages } from './job-messages.ts'

/**
 * What a job is, as data: rules, scripts, options (docs/jobs.md). One immutable version of it is a *spec*; its digest is that of
 * {@link definitionText}. A draft may lack assets, patches or schedule ({@link missingParts}); it runs only when they are there.
 * Public ids throughout: a definition reads the same for people, API and CLI.
 */
export interface JobDefinition {
  readonly kind: JobKind
  readonly platform: JobPlatform
  readonly description: string
  readonly assets: AssetChoice
  /** In this order, before anything is patched. */
  readonly preActions: readonly JobAction[]
  readonly patches: PatchChoice
  readonly postActions: readonly JobAction[]
  /** Null: not chosen yet. */
  readonly schedule: Schedule | null
  /** Null: none; a task may begin as long as protocol and licence let it, as for assets that are off for weeks. */
  readonly window: PatchWindow | null
  readonly options: JobOptions
  readonly messages: JobMessages
}

/** Back to earlier versions: `rollback` (feature K). */
export const jobKinds = ['deployment', 'rollback'] as const
export type JobKind = (typeof jobKinds)[number]

export const jobPlatforms = ['linux', 'windows', 'macos'] as const
export type JobPlatform = (typeof jobPlatforms)[number]

export const matchModes = ['any', 'all'] as const
export type MatchMode = (typeof matchModes)[number]

/**
 * Who is meant (reference of the field: tags in, tags out, assets in, assets out, then the owner's scope and the licence). So an asset
 * chosen by hand beats an exclusion by tag, and an asset excluded by hand beats everything. Children of a tag are meant with it.
 */
export interface AssetChoice {
  readonly tags: readonly string[]
  readonly matchTags: MatchMode
  readonly excludeTags: readonly string[]
  readonly matchExcludeTags: MatchMode
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export type PatchChoice =
  /** Nothing yet, or a job of actions alone. */
  | { readonly from: 'none' }
  /** By hand; the order is the order of installation. */
  | { readonly from: 'list'; readonly patches: readonly string[] }
  /**
   * Asked before each run: of what is missing on the run's assets and not superseded, the newest 2,000 by publishing date. In the agents'
   * zone it is asked once a run, at the first zone. Deployment only.
   */
  | { readonly from: 'query'; readonly query: string }
  /** The frozen list of that job's last run that was planned; of a job that never ran, its own list. */
  | { readonly from: 'job'; readonly job: string }

export interface JobOptions {
  /** What follows when a patch fails (decisions: off by default). */
  readonly onFailure: 'stop' | 'continue'
  readonly reboot: RebootRule
  /** A planned version that no repository offers any more: its newest successor of the same origin, or nothing. */
  readonly whenGone: 'newest' | 'skip'
  /** Packages are fetched this long before the start, 0: with the installation. */
  readonly earlyDownloadMinutes: number
  /** Downloads begin at a random moment within so many minutes, so that a site's line is not filled at once. */
  readonly downloadSpreadMinutes: number
  /** For the whole host; null: as its profile says. */
  readonly bandwidthKBs: number | null
  /** How many assets of the job work at the same time; null: no limit. */
  readonly atOnce: number | null
  /** Hosts that were off when the window was open get the run when they are back, if it has no window or the window is still open. */
  readonly catchUp: boolean
  /** Earlier packages are kept on the host, so that the job can be rolled back. */
  readonly keepForRollback: boolean
  /** Nothing is installed before a dry run of the same plan succeeded. */
  readonly requireDryRun: boolean
  /** Patches younger than this many days are left out, with that reason. */
  readonly minAgeDays: number
}

export const rebootRules = ['never', 'ifNeeded', 'always'] as const
export type RebootRule = (typeof rebootRules)[number]

/** Both ends belong to what is allowed. Numbers of the field where it has some (the reference of the described product, §3). */
export const jobLimits = {
  patches: 2000,
  assets: 50,
  tags: 100,
  actions: 5,
  descriptionLength: 2000,
  earlyDownloadMinutes: { min: 0, max: 10_080 },
  downloadSpreadMinutes: { min: 0, max: 120 },
  bandwidthKBs: { min: 8, max: 10_000_000 },
  atOnce: { min: 1, max: 100_000 },
  minAgeDays: { min: 0, max: 365 },
} as const

/** decisions.md §5.8: continue after a failure is off. */
export const usualJobOptions: JobOptions = {
  onFailure: 'stop',
  reboot: 'never',
  whenGone: 'newest',
  earlyDownloadMinutes: 0,
  downloadSpreadMinutes: 0,
  bandwidthKBs: null,
  atOnce: null,
  catchUp: true,
  keepForRollback: true,
  requireDryRun: false,
  minAgeDays: 0,
}

export const noAssets: AssetChoice = {
  tags: [],
  matchTags: 'any',
  excludeTags: [],
  matchExcludeTags: 'any',
  include: [],
  exclude: [],
}

/** A draft of which nothing is chosen yet. */
export const emptyDefinition = (platform: JobPlatform): JobDefinition => ({
  kind: 'deployment',
  platform,
  description: '',
  assets: noAssets,
  preActions: [],
  patches: { from: 'none' },
  postActions: [],
  schedule: null,
  window: null,
  options: usualJobOptions,
  messages: noMessages,
})
