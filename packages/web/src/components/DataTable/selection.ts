/** Rows that a person chose, by key; they stay chosen when a search hides them. */
export type Selected<Row> = ReadonlyMap<string, Row>

export interface Selection<Row> {
  readonly selected: Selected<Row>
  change(next: Selected<Row>): void
  /** Rows that cannot be chosen have no box. */
  canSelect?(row: Row): boolean
  /** Reads every row that matches, so that all can be chosen, not only those on the screen. */
  readAll?(): Promise<readonly Row[]>
}

export function withRows<Row>(
  before: Selected<Row>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  chosen: boolean,
): Selected<Row> {
  const next = new Map(before)
  for (const row of rows) {
    if (chosen) next.set(keyOf(row), row)
    else next.delete(keyOf(row))
  }
  return next
}

/** Rows from the one clicked last to the one clicked now with Shift held, whichever stands first. */
export function rowsBetween<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  from: string | null,
  to: string,
): readonly Row[] {
  const [a, b] = [rows.findIndex(row => keyOf(row) === from), rows.findIndex(row => keyOf(row) === to)]
  if (b < 0) return []
  return a < 0 ? rows.slice(b, b + 1) : rows.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** Rows whose key stands earlier already are left out: a page may shift while it is read. */
export function distinctRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map(row => [keyOf(row), row])).values()]
}
