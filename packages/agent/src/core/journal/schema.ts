import type { AgentLine, EventKind, ProfileSettings, Standing, TimeAnchor } from '@patchyard/protocol'
import type { ItemOutcome, ItemStage, TaskStage } from '../tasks/stages.ts'

/**
 * What the agent remembers. `JournalState` holds single values, `JournalTables` lists. A change of meaning is a new
 * `JOURNAL_VERSION` with a migration in the adapter; an agent refuses a journal from a newer version.
 */
export const JOURNAL_VERSION = 1

export interface JournalState {
  /** How to reach the server: what `enroll` was told. */
  readonly connection: ConnectionState
  /** Made before the first attempt to enrol, completed by its answer. */
  readonly identity: IdentityState
  readonly line: Pick<AgentLine, 'links' | 'seq' | 'pending'>
  readonly anchor: TimeAnchor
  /** The last signed answer that was accepted. */
  readonly answer: AnswerState
  /** The newest manifest that was accepted. */
  readonly work: WorkState
  /** First-light rule of a new boot (agent-protocol §7.3, "Settling"). */
  readonly settling: SettlingState
  readonly scan: ScanState
  /** Digests that the server confirmed, by section, and when everything was sent last. */
  readonly inventory: InventoryState
  /** A new key is being introduced (agent-protocol §6.6). */
  readonly rekey: { readonly keyid: string; readonly pub: string }
  /** Other updaters that a profile made us switch off, and how each was. A name more in `state`: older agents leave it alone. */
  readonly updaters: readonly { readonly name: string; readonly former: string }[]
  /** What people at the machine were asked and put off, by open task. */
  readonly waits: readonly UserWait[]
  /** Items of tasks whose packages were fetched ahead, or tried to. */
  readonly early: readonly { readonly task: string; readonly items: readonly number[] }[]
  /** Files that downloads of open tasks brought into the package manager's cache. */
  readonly fetched: readonly { readonly task: string; readonly files: readonly string[] }[]
}

/** Instants are trusted time; 0: none. */
export interface UserWait {
  readonly task: string
  /** The message before the first item was answered, or there was nobody to answer it. */
  readonly asked: boolean
  /** The message of the time while it goes on was shown. */
  readonly told: boolean
  readonly deferrals: number
  readonly untilMs: number
  readonly rebootDeferrals: number
  readonly rebootUntilMs: number
  /** Asked for, and not put off any more. */
  readonly rebootAgreed: boolean
  /** End of the countdown. */
  readonly rebootAtMs: number
  /** Minutes before it of the last reminder. */
  readonly remindedMinutes: number
}

export interface ConnectionState {
  readonly server: string
  /** PEM, when the server's CA is its own. */
  readonly ca: string | null
  readonly proxy: string | null
  readonly noProxy: string | null
  readonly allowPlainHttp: boolean
  /** Install from repositories that this host does not authenticate (decisions §3.11): this host's own word, never the server's. */
  readonly allowUnauthenticated: boolean
  /** Scripts and the like of jobs may run here as root: this host's own word, never the server's. Absent: no. */
  readonly allowActions?: boolean
}

export interface IdentityState {
  readonly deployment: string
  /** Null until the server gave one. */
  readonly agent: string | null
  readonly keyid: string
}

export interface AnswerState {
  readonly standing: Standing
  readonly why: string | null
  readonly time: number
  readonly epoch: number
  readonly root: number
  /** Director key that signed it. */
  readonly signedBy: string
  /** Digest of the machine facts that were sent with the request it answers. */
  readonly machine: string
  /** Host's clocks when it came: for the rules of asking again. */
  readonly boot: string
  readonly uptimeS: number
  readonly wallMs: number
}

export interface WorkState {
  readonly version: number
  readonly expires: number
  /** `time` of the answer that set `expires` last; half of the span between them makes the agent ask again. */
  readonly heardAt: number
  readonly tasks: readonly { readonly task: string; readonly sha256: string; readonly size: number }[]
  readonly settings: Settings
  readonly signedBy: string
  /** JSON of the envelope, as evidence. */
  readonly envelope: string
}

export interface Settings {
  readonly checkInS: number
  readonly scanEveryS: number
  readonly scanAfter: number
  /** Of a server that knows profiles. Cache and bandwidth are kept for downloads. */
  readonly profile?: ProfileSettings | undefined
}

export interface SettlingState {
  readonly boot: string
  /** Uptime at which this boot's first process began. */
  readonly startedUptimeS: number
  /** Uptimes of the first and the newest signed answer in this boot. */
  readonly firstAnswerUptimeS: number | null
  readonly latestAnswerUptimeS: number | null
  readonly settled: boolean
}

export type ScanTrigger = 'start' | 'timer' | 'asked' | 'task' | 'change'

export interface ScanState {
  readonly trigger: ScanTrigger
  readonly startedMs: number
  readonly finishedMs: number
  /** Uptime and boot at its begin: intervals must not depend on a wall clock that jumps. */
  readonly startedUptimeS: number
  readonly boot: string
  readonly status: 'ok' | 'partial' | 'failed'
  /** Not yet accepted by the server. */
  readonly unreported: boolean
  readonly rebootNeeded: boolean
  /** `scanAfter` of the settings that this scan answers, so that one wish is one scan whatever the clocks say. */
  readonly servedScanAfter: number
  /** Packages that the engine would add, `name:arch` (decisions §3.5). */
  readonly additions: readonly { readonly name: string; readonly arch: string }[]
}

export interface InventoryState {
  /** Uptime of the last full report, with its boot: at most one in ten minutes. */
  readonly fullUptimeS: number | null
  readonly fullBoot: string | null
  /** Sections that the server wants whole. */
  readonly wanted: readonly string[]
}

export interface TaskRow {
  readonly task: string
  readonly sha256: string
  /** The document's bytes as UTF-8 text; empty for a refused one. */
  readonly document: string
  readonly stage: TaskStage
  /** In the newest manifest. */
  readonly listed: 0 | 1
  /** 0 while something is left to do. */
  readonly ended: 0 | 1
  /** Number of the last event. */
  readonly n: number
  /** Director key that signed the manifest which brought it. */
  readonly signedBy: string
  /** Boot ids in which the task's work went on, oldest first, separated by spaces. */
  readonly boots: string
  /** Reboots asked for. */
  readonly reboots: number
  /** Boot in which the reboot was asked for; empty before. */
  readonly rebootBoot: string
  /** Wall clock of the end; 0 before. */
  readonly endedMs: number
  /** Why it ends before its last item, `cancelled`, `expired`, …; empty: no reason. */
  readonly code: string
}

export interface ItemRow {
  readonly task: string
  readonly item: number
  readonly stage: ItemStage
  /** Empty until it ended. */
  readonly outcome: ItemOutcome | ''
  readonly code: string
  /** Boot in which it began. */
  readonly boot: string
  /** JSON of what the package manager was told to change; empty before `installing`. */
  readonly plan: string
}

export interface EventRow {
  readonly task: string
  readonly n: number
  readonly kind: EventKind
  /** Exactly what is sent. */
  readonly text: string
  readonly sha256: string
  /** 1 until the server's receipt. */
  readonly waiting: 0 | 1
  readonly madeMs: number
}

export interface SectionRow {
  readonly name: string
  /** Row texts in canonical order, each followed by LF, of the last scan. */
  readonly rows: string
  readonly digest: string
  /** The same as the server confirmed it last; empty digest: nothing is confirmed. */
  readonly confirmedRows: string
  readonly confirmedDigest: string
}

export interface ProblemRow {
  readonly id: number
  readonly code: string
  readonly at: number
  readonly detail: string
}

export interface RootRow {
  readonly version: number
  readonly envelope: string
}

export interface JournalTables {
  readonly root: { readonly row: RootRow; readonly key: readonly [version: number] }
  readonly task: { readonly row: TaskRow; readonly key: readonly [task: string] }
  readonly item: { readonly row: ItemRow; readonly key: readonly [task: string, item: number] }
  readonly event: { readonly row: EventRow; readonly key: readonly [task: string, n: number] }
  readonly section: { readonly row: SectionRow; readonly key: readonly [name: string] }
  readonly problem: { readonly row: ProblemRow; readonly key: readonly [id: number] }
}

export interface TableShape {
  /** In the order of the key's tuple. */
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, 'text' | 'integer'>>
}

/** The same tables as data, for the adapters. */
export const journalTables: {
  readonly [T in keyof JournalTables]: TableShape & {
    columns: Record<keyof JournalTables[T]['row'], 'text' | 'integer'>
  }
} = {
  root: { key: ['version'], columns: { version: 'integer', envelope: 'text' } },
  task: {
    key: ['task'],
    columns: {
      task: 'text',
      sha256: 'text',
      document: 'text',
      stage: 'text',
      listed: 'integer',
      ended: 'integer',
      n: 'integer',
      signedBy: 'text',
      boots: 'text',
      reboots: 'integer',
      rebootBoot: 'text',
      endedMs: 'integer',
      code: 'text',
    },
  },
  item: {
    key: ['task', 'item'],
    columns: {
      task: 'text',
      item: 'integer',
      stage: 'text',
      outcome: 'text',
      code: 'text',
      boot: 'text',
      plan: 'text',
    },
  },
  event: {
    key: ['task', 'n'],
    columns: {
      task: 'text',
      n: 'integer',
      kind: 'text',
      text: 'text',
      sha256: 'text',
      waiting: 'integer',
      madeMs: 'integer',
    },
  },
  section: {
    key: ['name'],
    columns: { name: 'text', rows: 'text', digest: 'text', confirmedRows: 'text', confirmedDigest: 'text' },
  },
  problem: { key: ['id'], columns: { id: 'integer', code: 'text', at: 'integer', detail: 'text' } },
}
