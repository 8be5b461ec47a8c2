import { isUtf8 } from 'node:buffer'
import { scanStrictJson } from './json-scanner.ts'
import { malformed } from './protocol-error.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue }
export type JsonObject = { [name: string]: JsonValue }

export interface StrictJsonOptions {
  /** Bytes; more is refused unread. */
  readonly maxBytes?: number
  /** Objects and arrays inside each other; the top object is 1. PYP/1: 32. */
  readonly maxDepth?: number
  /**
   * Names in one object. No message of version 1 has more than 17, and an object of 250,000 names costs JSON.parse itself a
   * quarter of a second; only root metadata may hold maps that we do not know.
   */
  readonly maxNames?: number
}

const OPEN_OBJECT = 0x7b

/**
 * Parses one JSON object by the rules of PYP/1 §1. Throws ProtocolError `malformed`; nothing else, whatever the bytes are.
 * `-0` becomes 0, so that no value has two digests. Measured on a report of 500 packages (59 kB): 0.36 ms, of which
 * JSON.parse is 0.22.
 */
export function parseStrictJson(bytes: Uint8Array, options: StrictJsonOptions = {}): JsonObject {
  if (options.maxBytes !== undefined && bytes.length > options.maxBytes) {
    throw malformed(`${bytes.length} bytes, at most ${options.maxBytes} are allowed`, 'body')
  }
  if (bytes[0] !== OPEN_OBJECT) throw malformed('the first byte is not {', 'body')
  if (!isUtf8(bytes)) throw malformed('not UTF-8', 'body')
  return parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), options)
}

/** As {@link parseStrictJson} for a text, such as an event inside its request. */
export function parseStrictJsonText(text: string, options: StrictJsonOptions = {}): JsonObject {
  if (options.maxBytes !== undefined && Buffer.byteLength(text) > options.maxBytes) {
    throw malformed(`more than ${options.maxBytes} bytes`, 'body')
  }
  if (text.charCodeAt(0) !== OPEN_OBJECT) throw malformed('the first character is not {', 'body')
  if (!text.isWellFormed()) throw malformed('lone surrogate', 'body')
  return parse(text, options)
}

function parse(text: string, options: StrictJsonOptions): JsonObject {
  const minusZeros = scanStrictJson(text, options.maxDepth ?? 32, options.maxNames ?? 128)
  return JSON.parse(minusZeros.length === 0 ? text : blank(text, minusZeros)) as JsonObject
}

/** A space before a zero is valid wherever a minus was. UTF-16, so that positions of characters are positions of bytes. */
function blank(text: string, positions: readonly number[]): string {
  const units = Buffer.from(text, 'utf16le')
  for (const at of positions) units.writeUInt16LE(0x20, at * 2)
  return units.toString('utf16le')
}
