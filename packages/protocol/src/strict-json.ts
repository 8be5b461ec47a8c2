import { isUtf8 } from 'node:buffer'
import { malformed, type ProtocolError } from './protocol-error.ts'

// The scanner that PYP/1 §1 asks for before JSON.parse: duplicate names, rounding and depth are invisible to JSON.parse, and
// lone surrogates or U+0000 would become other bytes in a Buffer and an error in PostgreSQL. One pass, no recursion, no
// look back: time is linear in the bytes and memory is bounded by them.

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue }
export type JsonObject = { [name: string]: JsonValue }

export interface StrictJsonOptions {
  /** Bytes; more is refused unread. */
  readonly maxBytes?: number
  /** Objects and arrays inside each other; the top object is 1. PYP/1: 32. */
  readonly maxDepth?: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const COMMA = 0x2c
const COLON = 0x3a
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39

/** From this many names on a Set finds duplicates; below it looking through the few is cheaper. */
const MANY_NAMES = 12

/**
 * Parses one JSON object. Throws ProtocolError `malformed`; nothing else, whatever the bytes are.
 * `-0` becomes 0, so that no value has two digests.
 */
export function parseStrictJson(bytes: Uint8Array, options: StrictJsonOptions = {}): JsonObject {
  if (options.maxBytes !== undefined && bytes.length > options.maxBytes) {
    throw malformed(`${bytes.length} bytes, at most ${options.maxBytes} are allowed`, 'body')
  }
  if (bytes[0] !== OPEN_OBJECT) throw malformed('the first byte is not {', 'body')
  if (!isUtf8(bytes)) throw malformed('not UTF-8', 'body')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const minusZeros = scan(buffer, options.maxDepth ?? 32)
  const clean = minusZeros === null ? buffer : blank(buffer, minusZeros)
  return JSON.parse(clean.toString('utf8')) as JsonObject
}

/** As {@link parseStrictJson} for a text, such as an event inside its request. */
export function parseStrictJsonText(text: string, options: StrictJsonOptions = {}): JsonObject {
  if (!text.isWellFormed()) throw malformed('lone surrogate', 'body')
  return parseStrictJson(Buffer.from(text), options)
}

/** A space before a zero is valid wherever a minus was. */
function blank(bytes: Buffer, positions: number[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const at of positions) copy[at] = 0x20
  return copy
}

class Names {
  readonly list: string[] = []
  set: Set<string> | null = null

  /** False when the name was there. */
  add(name: string): boolean {
    if (this.set !== null) {
      if (this.set.has(name)) return false
      this.set.add(name)
      return true
    }
    if (this.list.includes(name)) return false
    this.list.push(name)
    if (this.list.length === MANY_NAMES) this.set = new Set(this.list)
    return true
  }
}

/** Throws for anything but one object in the narrowed grammar; returns where `-0` stands, or null. */
function scan(bytes: Buffer, maxDepth: number): number[] | null {
  const length = bytes.length
  const stack: (Names | null)[] = [] // null = an array
  const path: string[] = []
  let minusZeros: number[] | null = null
  let at = 0
  let names: Names | null = null
  let state: 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'after' = 'value'

  const fail = (message: string): ProtocolError => malformed(`${message} at byte ${at}`, fieldOf(path))

  for (;;) {
    let c = bytes[at]
    while (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) c = bytes[++at]

    if (state === 'after') {
      if (stack.length === 0) {
        if (at !== length) throw fail('something follows the object')
        return minusZeros
      }
      if (c === COMMA) {
        at++
        state = names === null ? 'value' : 'name'
        continue
      }
      if (c !== (names === null ? CLOSE_ARRAY : CLOSE_OBJECT)) throw fail('expected , or the end')
    } else if (state === 'name' || state === 'nameOrEnd') {
      if (c === QUOTE) {
        const start = at + 1
        const escaped = skipString()
        const name = escaped
          ? (JSON.parse(bytes.toString('utf8', start - 1, at)) as string)
          : bytes.toString('utf8', start, at - 1)
        path[stack.length - 1] = name
        if (!(names as Names).add(name)) throw fail('duplicate name')
        c = bytes[at]
        while (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) c = bytes[++at]
        if (c !== COLON) throw fail('expected :')
        at++
        state = 'value'
        continue
      }
      if (state !== 'nameOrEnd' || c !== CLOSE_OBJECT) throw fail('expected a name')
    } else if (c === QUOTE) {
      skipString()
      state = 'after'
      continue
    } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      if (stack.length === maxDepth) throw fail(`deeper than ${maxDepth}`)
      names = c === OPEN_OBJECT ? new Names() : null
      stack.push(names)
      state = c === OPEN_OBJECT ? 'nameOrEnd' : 'valueOrEnd'
      at++
      continue
    } else if (c === MINUS || (c !== undefined && c >= ZERO && c <= NINE)) {
      skipNumber()
      state = 'after'
      continue
    } else if (c === 0x74 || c === 0x66 || c === 0x6e) {
      skipWord(c === 0x74 ? 'true' : c === 0x66 ? 'false' : 'null')
      state = 'after'
      continue
    } else if (state !== 'valueOrEnd' || c !== CLOSE_ARRAY) {
      throw fail('expected a value')
    }

    // The end of an object or array.
    at++
    stack.pop()
    path.length = Math.min(path.length, stack.length)
    names = stack.at(-1) ?? null
    state = 'after'
  }

  /** From the opening quote to behind the closing one; true when an escape was in it. */
  function skipString(): boolean {
    let escaped = false
    at++
    for (;;) {
      const c = bytes[at]
      if (c === undefined) throw fail('a string does not end')
      if (c === QUOTE) {
        at++
        return escaped
      }
      if (c < 0x20) throw fail('control character in a string')
      if (c !== BACKSLASH) {
        at++
        continue
      }
      escaped = true
      skipEscape()
    }
  }

  function skipEscape(): void {
    const c = bytes[at + 1]
    if (c !== 0x75) {
      // " \ / b f n r t
      if (
        c !== QUOTE &&
        c !== BACKSLASH &&
        c !== 0x2f &&
        c !== 0x62 &&
        c !== 0x66 &&
        c !== 0x6e &&
        c !== 0x72 &&
        c !== 0x74
      ) {
        throw fail('unknown escape')
      }
      at += 2
      return
    }
    const unit = hex4(at + 2)
    if (unit === 0) throw fail('U+0000')
    if (unit >= 0xdc00 && unit <= 0xdfff) throw fail('lone surrogate')
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const low = bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75 ? hex4(at + 8) : 0
      if (low < 0xdc00 || low > 0xdfff) throw fail('lone surrogate')
      at += 6
    }
    at += 6
  }

  function hex4(from: number): number {
    let value = 0
    for (let i = from; i < from + 4; i++) {
      const c = bytes[i] ?? 0
      const digit =
        c >= ZERO && c <= NINE ? c - ZERO : (c | 0x20) >= 0x61 && (c | 0x20) <= 0x66 ? (c | 0x20) - 0x57 : -1
      if (digit < 0) throw fail('wrong \\u escape')
      value = value * 16 + digit
    }
    return value
  }

  function skipNumber(): void {
    const start = at
    const negative = bytes[at] === MINUS
    if (negative) at++
    let c = bytes[at] ?? 0
    if (c < ZERO || c > NINE) throw fail('expected a digit')
    if (c === ZERO) {
      at++
      if (negative) (minusZeros ??= []).push(start)
    } else {
      // Up to 2^53−1 every step is exact; beyond it the sum can only round to something that is beyond it too.
      let value = 0
      while (c >= ZERO && c <= NINE) {
        value = value * 10 + (c - ZERO)
        if (value > Number.MAX_SAFE_INTEGER) throw fail('number beyond 2^53-1')
        c = bytes[++at] ?? 0
      }
    }
    c = bytes[at] ?? 0
    // 01, 1.5 and 1e3 are other spellings or other numbers: only integers without leading zeros exist here.
    if ((c >= ZERO && c <= NINE) || c === 0x2e || c === 0x65 || c === 0x45) throw fail('not a plain integer')
  }

  function skipWord(word: string): void {
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) throw fail('unknown word')
    at += word.length
  }
}

/** Names come from outside: shortened and made printable before they go into an error. */
function fieldOf(path: readonly string[]): string {
  const field = Array.from(path, name => name ?? '*').join('.')
  return field === '' ? 'body' : field.replace(/[^\x20-\x7e]/g, '?').slice(0, 120)
}
