import type { CursorKey } from '../paging/cursor.ts'

/**
 * The keys of a page's last row in a cursor and back. Times lose nothing: every instant we write is a whole millisecond.
 * Bytes (sort keys of versions) travel as hexadecimal digits.
 */
export function keyToCursor(value: unknown): CursorKey {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as CursorKey
  throw new TypeError(`a ${typeof value} is no sort key`)
}
