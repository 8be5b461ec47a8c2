import pg from 'pg'

const { builtins } = pg.types

type TextParser = (text: string) => unknown

/** bigint columns are ids and counts below 2^53; one beyond is a defect and must not be rounded. */
function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} from the database is beyond 2^53`)
  return value
}

// 1016 is int8[]; the driver's list of names has no arrays.
const int8ArrayOid = 1016 as typeof builtins.INT8
const int8Array: TextParser = text =>
  (pg.types.getTypeParser(int8ArrayOid)(text) as unknown as string[]).map(safeInteger)

const parsers: ReadonlyMap<number, TextParser> = new Map<number, TextParser>([
  [builtins.INT8, safeInteger],
  [int8ArrayOid, int8Array],
  // A date is a day, not an instant in the zone of this process, which is what the driver would make of it.
  [builtins.DATE, text => text],
])

/** Column values as our types have them; everything else as node-postgres does (timestamptz → Date, bytea → Buffer). */
export function parseColumnValue(oid: number, format?: 'text' | 'binary'): unknown {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
  return parsers.get(oid) ?? pg.types.getTypeParser(oid, 'text')
}
