/** What a stable error code means; `docs/errors.md` is made from these texts. */
export interface ErrorEntry {
  /** HTTP status of the answer that carries the code. */
  readonly status: number
  /** One plain sentence part: what is wrong. The same for every occurrence. */
  readonly title: string
  /** What the person or program that receives it can do. */
  readonly todo: string
}

export type ErrorTable = Readonly<Record<string, ErrorEntry>>

/** Keeps the codes of a table as literal types; `ErrorCode` is their union. */
export function defineErrors<const Table extends ErrorTable>(table: Table): Table {
  return table
}
