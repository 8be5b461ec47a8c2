import { type ExportEnd, readLine, type SignedHead, signedText } from './audit-export.ts'
import type { AuditProblem } from './audit-problem.ts'
import type { HashText } from './audit-row.ts'
import { type ChainVerifier, createChainVerifier } from './verify-chain.ts'

/** A line of an export is far shorter; what is longer is none. */
const LONGEST_LINE = 16 * 1024 * 1024

export interface ExportPorts {
  readonly hash: HashText
  /** SHA-256 of bytes that come one after another. */
  readonly digest: () => { update(bytes: Uint8Array): void; hex(): string }
  /** Ed25519 over the UTF-8 of `text`; key and signature in hex. Never throws. */
  readonly verify: (key: string, text: string, signature: string) => boolean
}

export interface ExportVerdict {
  readonly ok: boolean
  readonly chain: string | null
  /** false: rows of a search; whether others are missing between them cannot be known. */
  readonly complete: boolean
  readonly rows: number
  /** The signed end; null when it is missing or not good. */
  readonly head: SignedHead | null
  readonly problems: readonly AuditProblem[]
}

export interface ExportVerifier {
  /** The file's bytes, in pieces of any size. */
  push(bytes: Uint8Array): void
  /** Rows seen so far, for whoever watches. */
  rows(): number
  end(): ExportVerdict
}

/**
 * Checks an export without a server, with memory that does not grow with it. `key`: the audit key that must have signed it; without
 * one, the file proves only that it agrees with itself. `heads`: signed heads that were kept elsewhere. Never throws: every
 * kind of damage is a problem with a name.
 */
export function createExportVerifier(
  ports: ExportPorts,
  expected: { readonly key?: string; readonly heads?: readonly SignedHead[] } = {},
): ExportVerifier {
  const digest = ports.digest()
  const problems: AuditProblem[] = []
  let chain: ChainVerifier | null = null
  let begin: { chain: string; complete: boolean } | null = null
  let end: ExportEnd | null = null
  let lines = 0
  let rows = 0
  let rest: Uint8Array[] = []
  let restLength = 0

  function startChain(name: string, complete: boolean): void {
    begin = { chain: name, complete }
    const heads = new Map((expected.heads ?? []).filter(one => one.chain === name).map(one => [one.n, one.hash]))
    chain = createChainVerifier(ports.hash, name, { selected: !complete, heads })
  }

  function take(bytes: Uint8Array): void {
    lines += 1
    if (end !== null) return void problems.push({ kind: 'unreadable', line: lines })
    const text = textOf(bytes)
    const last = text === null ? null : readLine('end', text)
    if (last !== null) {
      end = last
      if (digest.hex() !== last.digest) problems.push({ kind: 'digest' })
      return
    }
    digest.update(bytes)
    digest.update(newline)
    if (lines === 1) {
      const first = text === null ? null : readLine('begin', text)
      if (first === null) problems.push({ kind: 'begin' })
      else startChain(first.chain, first.complete)
      return
    }
    const row = text === null ? null : readLine('row', text)
    if (row === null) return void problems.push({ kind: 'unreadable', line: lines })
    rows += 1
    chain?.take(row)
  }

  function judgeEnd(last: ExportEnd): void {
    const { signature, ...signed } = last
    if (!ports.verify(last.key, signedText(signed), signature)) problems.push({ kind: 'signature' })
    if (expected.key !== undefined && expected.key !== last.key) problems.push({ kind: 'key' })
    if (last.rows !== rows || (begin !== null && last.chain !== begin.chain)) problems.push({ kind: 'end' })
  }

  return {
    push(bytes) {
      let from = 0
      for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
        take(join(rest, bytes.subarray(from, at)))
        rest = []
        restLength = 0
        from = at + 1
      }
      if (from < bytes.length && restLength < LONGEST_LINE) {
        rest.push(bytes.slice(from))
        restLength += bytes.length - from
      }
    },
    rows: () => rows,
    end() {
      // Every line ends; what does not is the beginning of one that was cut.
      if (restLength > 0) problems.push({ kind: 'unreadable', line: lines + 1 })
      if (end === null) problems.push({ kind: 'end' })
      else judgeEnd(end)
      const good = !problems.some(one => one.kind === 'signature' || one.kind === 'key')
      const verdict = chain?.end(begin?.complete === true && end !== null && good ? end : undefined)
      const all = [...(verdict?.problems ?? []), ...problems]
      return {
        ok: all.length === 0,
        chain: begin?.chain ?? null,
        complete: begin?.complete ?? false,
        rows,
        head: end === null || !good ? null : headOf(end),
        problems: all,
      }
    },
  }
}

const newline = new Uint8Array([0x0a])

const headOf = ({ chain, n, hash, at, key, signature }: ExportEnd): SignedHead => ({
  chain,
  n,
  hash,
  at,
  key,
  signature,
})

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

function join(parts: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (parts.length === 0) return last
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, last.length))
  let at = 0
  for (const part of [...parts, last]) {
    all.set(part, at)
    at += part.length
  }
  return all
}
