import type { LineRecord } from './line-record.ts'

/** One unchanged check-in of the fast path: everything the statement compares and stores. */
export interface AdvanceRequest {
  readonly assetId: number
  readonly keyid: string
  readonly prev: string
  readonly next: string
  readonly seq: number
  readonly machine: string
  readonly boot: string
  /** Stored with the link: a manifest is taken once, and each taking would else go the slow way. */
  readonly haveManifest: number
}

export interface Advanced {
  readonly assetId: number
  readonly standing: 'active' | 'pending'
  readonly manifestVersion: number
  /** Work changed since the last manifest. */
  readonly dirty: boolean
  readonly inventory: string | null
  readonly agentVersion: string
  readonly zone: string
  readonly haveRoot: number
  /** The row still shows progress or problems of an earlier check-in. */
  readonly noted: boolean
}

export interface LineNotice {
  readonly assetId: number
  readonly atMs: number
  readonly kind: string
  readonly detail: Readonly<Record<string, string | number>>
}

/** Rows of `agent_line`. One transaction each; `lock` orders everything that one agent does. */
export interface LineStore {
  insert(line: LineRecord): Promise<void>
  /** The row, locked to the end of the transaction. */
  lock(assetId: number): Promise<LineRecord | null>
  /** The row as it is, without a lock. */
  find(assetId: number): Promise<LineRecord | null>
  save(line: LineRecord): Promise<void>
  /**
   * Check-ins that repeat nothing and change nothing but the link: one statement for many agents (protocol §4). Only
   * rows that moved come back; the others take the slow way. Rows are locked in id order.
   */
  advanceMany(requests: readonly AdvanceRequest[], nowMs: number): Promise<readonly Advanced[]>
  /** Agents whose work changed: their next check-in brings a manifest. */
  bumpWork(assetIds: readonly number[]): Promise<void>
  setScanAfter(assetIds: readonly number[], atMs: number): Promise<void>
  countCopies(sinceMs: number): Promise<{ quarantined: number; active: number }>
  addNotice(notice: LineNotice): Promise<void>
}
