import type { QueryObject, QueryValue } from './query-object.ts'

/** Absent, null and the empty text are the same: the object does not have it. */
export const isThere = (value: QueryValue): boolean => value !== null && value !== undefined && value !== ''

export const isRecord = (value: QueryValue): value is QueryObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: QueryValue): readonly QueryValue[] =>
  Array.isArray(value) ? (value as readonly QueryValue[]) : [value]

/** A value and the record it stands in: a version needs to know its scheme. */
export interface Found {
  readonly value: QueryValue
  readonly beside: QueryObject
}

/** All values at the path of a token's name, through every list on the way; those that are not there are left out. */
export function valuesAt(object: QueryObject, path: readonly string[], from = 0): Found[] {
  const found: Found[] = []
  collect(object, path, from, found)
  return found
}

// Into one list: an asset has hundreds of packages, and each would make two lists of its own.
function collect(object: QueryObject, path: readonly string[], from: number, found: Found[]): void {
  const head = path[from]
  if (head === undefined || !Object.hasOwn(object, head)) return
  const isLast = from === path.length - 1
  for (const value of listOf(object[head])) {
    if (!isLast) {
      if (isRecord(value)) collect(value, path, from + 1, found)
    } else if (isThere(value)) found.push({ value, beside: object })
  }
}

/** The children of a group. */
export const childrenAt = (object: QueryObject, path: readonly string[]): QueryObject[] =>
  valuesAt(object, path).flatMap(({ value }) => (isRecord(value) ? [value] : []))
