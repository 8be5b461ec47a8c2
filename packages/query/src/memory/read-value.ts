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
export function valuesAt(object: QueryObject, path: readonly string[]): Found[] {
  const [head, ...rest] = path
  if (head === undefined || !Object.hasOwn(object, head)) return []
  return listOf(object[head]).flatMap(value => {
    if (rest.length === 0) return isThere(value) ? [{ value, beside: object }] : []
    return isRecord(value) ? valuesAt(value, rest) : []
  })
}

/** The children of a group. */
export const childrenAt = (object: QueryObject, path: readonly string[]): QueryObject[] =>
  valuesAt(object, path).flatMap(({ value }) => (isRecord(value) ? [value] : []))
