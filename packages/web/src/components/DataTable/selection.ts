/** Rows that a person chose, by key; they stay chosen when a search hides them. */
export type Selected<Row> = ReadonlyMap<string, Row>

export interface Selection<Row> {
  readonly selected: Selected<Row>
  change(next: Selected<Row>): void
  /** Rows that cannot be chosen have no box. */
  canSelect?(row: Row): boolean
  /** Reads every row that matches, at most `most`, so that all can be chosen, not only those read so far. */
  readAll?(most: number): Promise<readonly Row[]>
  /** How many rows whatever is done with them can take. */
  readonly most?: number
}

/** The choice with exactly these keys: rows come from the choice before or from those on the screen; unknown keys are left out. */
export function selectedAfter<Row>(
  before: Selected<Row>,
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Selected<Row> {
  const here = new Map(rows.map(row => [keyOf(row), row]))
  return new Map(
    keys.flatMap(key => {
      const row = before.get(key) ?? here.get(key)
      return row === undefined ? [] : [[key, row] as const]
    }),
  )
}

export function withRows<Row>(before: Selected<Row>, rows: readonly Row[], keyOf: (row: Row) => string): Selected<Row> {
  return new Map([...before, ...rows.map(row => [keyOf(row), row] as const)])
}

/** Rows whose key stands earlier already are left out: a page may shift while it is read. */
export function distinctRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map(row => [keyOf(row), row])).values()]
}
