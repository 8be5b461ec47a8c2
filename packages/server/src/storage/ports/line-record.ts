import type { LinkLine } from '@patchyard/protocol'

/** Who spoke for a quarantined agent: the operator picks one of them. */
export interface SpeakerNote {
  readonly address: string
  readonly boot: string
  readonly machine: string
  readonly at: number
}

export interface TaskProgress {
  readonly task: string
  readonly done: number
  readonly total: number
  readonly text: string
}

export interface AgentProblem {
  readonly code: string
  readonly at: number
  readonly detail: string
}

/** The row that every request of an agent locks: the link (protocol §4) and what the last check-in said. Hex, Unix ms. */
export interface LineRecord extends LinkLine {
  readonly assetId: number
  readonly subscriptionId: number
  /** Public id of the agent. */
  readonly agentId: string
  readonly keyid: string
  readonly standingWhy: string | null
  readonly standingAtMs: number
  readonly address: string | null
  readonly manifestVersion: number
  readonly workVersion: number
  /** The work_version that the manifest of manifestVersion was made from. */
  readonly manifestWork: number
  readonly manifestExpiresMs: number | null
  /** Digest of the inventory that the server holds; null: nothing reported yet. */
  readonly inventory: string | null
  readonly scanAfterMs: number | null
  readonly noticedAtMs: number | null
  readonly haveRoot: number
  readonly speakers: readonly SpeakerNote[]
  readonly progress: readonly TaskProgress[]
  readonly problems: readonly AgentProblem[]
  readonly agentVersion: string
  readonly features: readonly string[]
  readonly zone: string
  readonly clockOffMs: number | null
  readonly quotaDay: number
  readonly quotaNames: number
  readonly quotaEvents: number
  /** Of what the manifest of manifestVersion says beside its tasks; null: a manifest of before there were profiles. */
  readonly settingsDigest: string | null
  /** How far its blackout instants reach. */
  readonly settingsUntilMs: number | null
  /** The manifest that the agent said it has. */
  readonly haveManifest: number
}

/** A day's allowance of new names and events (protocol §10), counted in UTC days. */
export function quotaOf(line: LineRecord, nowMs: number): { day: number; names: number; events: number } {
  const day = Math.floor(nowMs / 86_400_000)
  return day === line.quotaDay
    ? { day, names: line.quotaNames, events: line.quotaEvents }
    : { day, names: 0, events: 0 }
}
