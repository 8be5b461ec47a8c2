import type { AuditProblem } from './audit-problem.ts'
import { type AuditHead, type AuditRow, genesisText, type HashText, rowText } from './audit-row.ts'

/** Problems that are kept; what is broken in more places than this is broken. */
export const PROBLEMS_KEPT = 1000

export interface ChainVerdict {
  /** Rows that were looked at. */
  readonly rows: number
  readonly last: AuditHead
  /** In the order in which they were found; at most {@link PROBLEMS_KEPT}. */
  readonly problems: readonly AuditProblem[]
}

export interface ChainVerifier {
  take(row: AuditRow): void
  /** `head`: where the chain ends by what is known elsewhere. */
  end(head?: AuditHead): ChainVerdict
}

/**
 * Looks at the rows of one chain in the order in which they are given, with memory that does not grow with them. `chain` is the
 * name that the first row must begin; `selected`: rows of a search, between which others may be left out. `heads`: signed heads
 * of earlier days by their number, which the rows must still lead to.
 */
export function createChainVerifier(
  hash: HashText,
  chain: string,
  options: { readonly selected?: boolean; readonly heads?: ReadonlyMap<number, string> } = {},
): ChainVerifier {
  const problems: AuditProblem[] = []
  const heads = options.heads ?? new Map<number, string>()
  let gaps: { from: number; to: number }[] = []
  let rows = 0
  let last = { n: 0, hash: hash(genesisText(chain)), sound: true }

  const found = (problem: AuditProblem): void => {
    if (problems.length < PROBLEMS_KEPT) problems.push(problem)
  }

  /** A row that comes late: it was moved if its place is still empty. */
  function late(n: number): void {
    const gap = gaps.find(one => n >= one.from && n <= one.to)
    if (gap === undefined) return found({ kind: 'repeated', n })
    found({ kind: 'moved', n })
    const parts = [
      { from: gap.from, to: n - 1 },
      { from: n + 1, to: gap.to },
    ]
    gaps = [...gaps.filter(one => one !== gap), ...parts.filter(one => one.from <= one.to)]
  }

  return {
    take(row) {
      rows += 1
      const expected = last.n + 1
      const sound = hash(rowText(row)) === row.hash
      if (!sound) {
        // Its own number may be what was changed: it is known by its place.
        const n = options.selected === true ? row.n : expected
        found({ kind: 'changed', n })
        last = { n: Math.max(n, last.n), hash: row.hash, sound: false }
        return
      }
      const head = heads.get(row.n)
      if (head !== undefined && head !== row.hash) found({ kind: 'replaced', n: row.n })
      if (row.n < expected) return late(row.n)
      if (row.n === expected && row.prev !== last.hash && last.sound) {
        found(last.n === 0 ? { kind: 'foreign', n: row.n } : { kind: 'replaced', n: last.n })
      }
      if (row.n > expected && options.selected !== true && gaps.length < PROBLEMS_KEPT) {
        gaps.push({ from: expected, to: row.n - 1 })
      }
      last = { n: row.n, hash: row.hash, sound: true }
    },
    end(head) {
      for (const gap of gaps.sort((a, b) => a.from - b.from)) found({ kind: 'missing', ...gap })
      gaps = []
      const known = Math.max(head?.n ?? 0, ...heads.keys())
      if (known > last.n && options.selected !== true) found({ kind: 'truncated', from: last.n + 1, to: known })
      if (head !== undefined && head.n < last.n) found({ kind: 'added', from: head.n + 1, to: last.n })
      if (head !== undefined && head.n === last.n && head.hash !== last.hash && last.sound) {
        found({ kind: 'replaced', n: last.n })
      }
      return { rows, last: { n: last.n, hash: last.hash }, problems }
    },
  }
}
