import { malformed } from '../protocol-error.ts'
import { isText } from '../text.ts'

// PYP/1 §6.4: a row is an array of strings, integers, booleans and null; its key is its first columns. Changed columns are a
// new section name, so a row of a known section has exactly these columns in exactly this order.

export type Scalar = string | number | boolean | null
export type Row = readonly Scalar[]

export interface Column<T extends Scalar = Scalar> {
  readonly is: (value: unknown) => value is T
  /** For documentation and errors: `text 200`, `integer or null`, … */
  readonly type: string
}

/** `text n`; not empty where `filled`. */
function column<T extends Scalar>(type: string, is: (value: unknown) => boolean): Column<T> {
  return { type, is: is as (value: unknown) => value is T }
}

export const text = (bytes: number) => column<string>(`text ${bytes}`, v => typeof v === 'string' && isText(v, bytes))
export const filled = (bytes: number) =>
  column<string>(`text ${bytes}, not empty`, v => typeof v === 'string' && v !== '' && isText(v, bytes))
export const natural = column<number>('integer ≥ 0', v => Number.isSafeInteger(v) && (v as number) >= 0)
export const bool = column<boolean>('boolean', v => typeof v === 'boolean')
export const oneOf = <const V extends string>(...values: V[]) =>
  column<V>(values.map(v => `"${v}"`).join(' '), v => typeof v === 'string' && (values as string[]).includes(v))
export const orNull = <T extends Scalar>(inner: Column<T>) =>
  column<T | null>(`${inner.type} or null`, v => v === null || inner.is(v))

type Columns = Readonly<Record<string, Column>>
/** A row as an object: what code on both sides works with. */
export type Entry<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never }

export interface Section<E = Readonly<Record<string, Scalar>>> {
  readonly name: string
  /** Number of leading columns that identify a row. */
  readonly keyLength: number
  readonly columnNames: readonly string[]
  readonly columnTypes: readonly string[]
  /** Name of the first column at fault, or null. */
  wrongColumn(row: readonly unknown[]): string | null
  /** The same for a key: the first `keyLength` columns and no more. */
  wrongKeyColumn(key: readonly unknown[]): string | null
  /** Throws ProtocolError `malformed`: the agent never sends what the server refuses. */
  toRow(entry: E): Row
  /** Throws ProtocolError `malformed`. */
  fromRow(row: readonly unknown[]): E
}

/** Columns in the order of the members. */
export function section<const C extends Columns>(name: string, keyLength: number, columns: C): Section<Entry<C>> {
  const names = Object.keys(columns)
  const checks = Object.values(columns)

  const wrong = (row: readonly unknown[], count: number): string | null => {
    if (row.length !== count) return 'length'
    for (let i = 0; i < count; i++) if (!(checks[i] as Column).is(row[i])) return names[i] as string
    return null
  }
  const mustFit = (row: readonly unknown[]) => {
    const at = wrong(row, names.length)
    if (at !== null)
      throw malformed(`${name}: ${at} is not ${columns[at]?.type ?? `${names.length} columns`}`, `${name}.${at}`)
  }
  return {
    name,
    keyLength,
    columnNames: names,
    columnTypes: checks.map(check => check.type),
    wrongColumn: row => wrong(row, names.length),
    wrongKeyColumn: key => wrong(key, keyLength),
    toRow(entry) {
      const row = names.map(one => (entry as Record<string, Scalar>)[one] as Scalar)
      mustFit(row)
      return row
    },
    fromRow(row) {
      mustFit(row)
      return Object.fromEntries(names.map((one, i) => [one, row[i]])) as Entry<C>
    },
  }
}

export type EntryOf<S> = S extends Section<infer E> ? E : never
