import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '../errors/problem.ts'

/**
 * Keyset cursors: the sort keys of the last row of a page, bound by a MAC to the list, to who read the page in which
 * subscription, and to everything that shaped it. An altered cursor, or one of another list, filter, person or tenant,
 * is refused, never reinterpreted. No list gets a codec that is not of a reader.
 */
export interface Cursors {
  of(reader: CursorReader): CursorCodec
}
/** A principal is one: a key reads as its owner. */
export interface CursorReader {
  readonly subscriptionId: number
  readonly personId: number
}
export interface CursorCodec {
  encode(scope: CursorScope, keys: readonly CursorKey[]): string
  /** Throws Problem `malformed` with field `cursor`. */
  decode(scope: CursorScope, text: string | undefined): readonly CursorKey[] | null
}
export type CursorKey = string | number | boolean | null
/** List name, sort, filters: whatever must be the same on the next page. */
export type CursorScope = readonly (string | number | boolean | null | undefined)[]

export function createCursors(secret: Uint8Array): Cursors {
  return { of: ({ subscriptionId, personId }) => codecOf(secret, [subscriptionId, personId]) }
}

function codecOf(secret: Uint8Array, reader: CursorScope): CursorCodec {
  const mac = (scope: CursorScope, body: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([...reader, ...scope]))
      .update('\n')
      .update(body)
      .digest()
      .subarray(0, 16)
  return {
    encode(scope, keys) {
      const body = JSON.stringify(keys)
      return Buffer.concat([mac(scope, body), Buffer.from(body, 'utf8')]).toString('base64url')
    },
    decode(scope, text) {
      if (text === undefined) return null
      const refused = (): Problem =>
        new Problem('malformed', { field: 'cursor', detail: 'the cursor is not one of this list, sort and filter' })
      // A key may be the longest text that a list is sorted by, four bytes a character.
      if (!/^[A-Za-z0-9_-]{24,8000}$/.test(text)) throw refused()
      const bytes = Buffer.from(text, 'base64url')
      const body = bytes.subarray(16).toString('utf8')
      if (!timingSafeEqual(bytes.subarray(0, 16), mac(scope, body))) throw refused()
      return JSON.parse(body) as CursorKey[]
    },
  }
}
