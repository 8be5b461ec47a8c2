import { createHash } from 'node:crypto'

/** One thing that happened. `at`: virtual milliseconds since the world began. */
export interface LogEntry {
  readonly at: number
  readonly who: string
  readonly what: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Everything that happened in a world, in order; the invariants read it, and its hash is the identity of the history. */
export interface EventLog {
  add(who: string, what: string, detail?: Readonly<Record<string, unknown>>): void
  readonly entries: readonly LogEntry[]
  /** SHA-256 over all entries so far, hex. */
  hash(): string
  /** The last entries as text, for people. */
  tail(count: number, who?: string): string
}

export function createEventLog(clock: { monotonicMs(): number }): EventLog {
  const entries: LogEntry[] = []
  const digest = createHash('sha256')
  return {
    entries,
    add(who, what, detail = {}) {
      const entry = { at: clock.monotonicMs(), who, what, detail }
      entries.push(entry)
      digest.update(`${lineOf(entry)}\n`)
    },
    hash: () => digest.copy().digest('hex'),
    tail: (count, who) =>
      entries
        .filter(entry => who === undefined || entry.who === who)
        .slice(-count)
        .map(lineOf)
        .join('\n'),
  }
}

function lineOf({ at, who, what, detail }: LogEntry): string {
  return `${(at / 1000).toFixed(3)} ${who} ${what} ${JSON.stringify(detail)}`
}
