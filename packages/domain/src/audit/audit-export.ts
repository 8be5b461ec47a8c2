import { AUDIT_FORMAT, type AuditRow } from './audit-row.ts'
import { canonicalJson } from './canonical-json.ts'

// An export is lines of canonical JSON: one that says what it is, the rows, one that ends it. The last line carries the digest of
// all bytes before it and where the chain ends, signed by the installation's audit key.

export interface ExportBegin {
  readonly format: typeof AUDIT_FORMAT
  /** Public id of the subscription, or `installation`. */
  readonly chain: string
  /** false: rows of a search; what lies between them was left out. */
  readonly complete: boolean
  /** When it was made. */
  readonly at: string
}

/** Where a chain ends, signed. */
export interface SignedHead {
  readonly chain: string
  readonly n: number
  readonly hash: string
  readonly at: string
  /** Ed25519 public key, 32 bytes in hex. */
  readonly key: string
  /** 64 bytes in hex. */
  readonly signature: string
}

export interface ExportEnd extends SignedHead {
  readonly rows: number
  /** SHA-256 of all bytes before this line, hex. */
  readonly digest: string
}

/** What the signature of a head is over; of an export's end too, with the members that only that one has. */
export function signedText(head: Omit<SignedHead, 'signature'> | Omit<ExportEnd, 'signature'>): string {
  const context = 'digest' in head ? `${AUDIT_FORMAT} export` : `${AUDIT_FORMAT} head`
  return `${context} ${canonicalJson(head)}`
}

/** With the end of line. */
export const exportLine = (line: ExportBegin | AuditRow | ExportEnd): string => `${canonicalJson(line)}\n`

const hex = (text: unknown, bytes: number): boolean =>
  typeof text === 'string' && text.length === bytes * 2 && /^[0-9a-f]*$/.test(text)
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown): boolean => typeof value === 'string'
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

type Check = (value: unknown) => boolean
const shapes = {
  begin: { format: v => v === AUDIT_FORMAT, chain: isText, complete: v => typeof v === 'boolean', at: isText },
  row: {
    n: isNumber,
    at: isText,
    actor: isText,
    action: isText,
    object: isText,
    detail: isObject,
    prev: v => hex(v, 32),
    hash: v => hex(v, 32),
  },
  head: {
    chain: isText,
    n: isNumber,
    hash: v => hex(v, 32),
    at: isText,
    key: v => hex(v, 32),
    signature: v => hex(v, 64),
  },
  end: {
    chain: isText,
    n: isNumber,
    hash: v => hex(v, 32),
    at: isText,
    key: v => hex(v, 32),
    signature: v => hex(v, 64),
    rows: isNumber,
    digest: v => hex(v, 32),
  },
} satisfies Record<string, Record<string, Check>>

interface Lines {
  begin: ExportBegin
  row: AuditRow
  head: SignedHead
  end: ExportEnd
}

/** The value of a line that was written by {@link exportLine}; null for every other text, also for the same value spelled otherwise. */
export function readLine<K extends keyof Lines>(kind: K, text: string): Lines[K] | null {
  const value = parse(text)
  if (!isObject(value)) return null
  const members = value as Record<string, unknown>
  const shape: Record<string, Check> = shapes[kind]
  if (Object.keys(members).length !== Object.keys(shape).length) return null
  if (!Object.entries(shape).every(([name, check]) => check(members[name]))) return null
  return canonicalJson(value) === text ? (value as Lines[K]) : null
}

/** A signed head as people keep it: a file of JSON in any spelling. Null when it is none. */
export function readHead(text: string): SignedHead | null {
  const value = parse(text)
  return isObject(value) ? readLine('head', canonicalJson(value)) : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
