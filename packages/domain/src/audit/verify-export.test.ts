import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { exportLine, readHead, readLine, type SignedHead, signedText } from './audit-export.ts'
import { auditProblemText, type AuditProblem } from './audit-problem.ts'
import { AUDIT_FORMAT, type AuditEntry, type AuditRow, chainRows, genesisText } from './audit-row.ts'
import { createExportVerifier, type ExportVerdict } from './verify-export.ts'

const CHAIN = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
const keys = generateKeyPairSync('ed25519')
const key = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
const signed = (text: string): string => sign(null, Buffer.from(text), keys.privateKey).toString('hex')
const at = '2026-11-22T06:00:00.000Z'

const ports = {
  hash,
  digest: () => {
    const sum = createHash('sha256')
    return { update: (bytes: Uint8Array) => void sum.update(bytes), hex: () => sum.copy().digest('hex') }
  },
  verify: (publicKey: string, text: string, signature: string) =>
    publicKey === key && verify(null, Buffer.from(text), keys.publicKey, Buffer.from(signature, 'hex')),
}

const entry = (n: number): AuditEntry => ({
  at,
  actor: 'session:anna',
  action: 'tag.create',
  object: `tag:${n}`,
  detail: { after: { name: `Häuser "${n}"` } },
})
const rowsOf = (count: number): readonly AuditRow[] =>
  chainRows(
    { n: 0, hash: hash(genesisText(CHAIN)) },
    Array.from({ length: count }, (_, n) => entry(n + 1)),
    hash,
  )

/** `all`: where the chain really ends; `rows`: those that were asked for. */
function fileOf(rows: readonly AuditRow[], all: readonly AuditRow[] = rows, complete = true): string {
  const body =
    exportLine({ format: AUDIT_FORMAT, chain: CHAIN, complete, at }) + rows.map(row => exportLine(row)).join('')
  const last = all.at(-1) ?? { n: 0, hash: hash(genesisText(CHAIN)) }
  const end = { chain: CHAIN, n: last.n, hash: last.hash, at, key, rows: rows.length, digest: hash(body) }
  return body + exportLine({ ...end, signature: signed(signedText(end)) })
}

function check(
  file: string | Uint8Array,
  expected: Parameters<typeof createExportVerifier>[1] = {},
  piece = Number.MAX_SAFE_INTEGER,
): ExportVerdict {
  const bytes = Buffer.from(file)
  const verifier = createExportVerifier(ports, expected)
  for (let from = 0; from < bytes.length; from += piece) verifier.push(bytes.subarray(from, from + piece))
  return verifier.end()
}

const all = rowsOf(6)
const headAt = (n: number): SignedHead => {
  const head = { chain: CHAIN, n, hash: all[n - 1]?.hash ?? '', at, key }
  return { ...head, signature: signed(signedText(head)) }
}

describe('an export as it was written', () => {
  it.each([0, 1, 6])('of %i rows is good', count => {
    expect(check(fileOf(rowsOf(count)))).toMatchObject({ ok: true, rows: count, complete: true, problems: [] })
  })

  it('is good in pieces of any size', () => {
    for (const piece of [1, 7, 100]) expect(check(fileOf(all), {}, piece).ok).toBe(true)
  })

  it('of a search is good with rows left out, and says that it is not whole', () => {
    const some = [all[1] as AuditRow, all[4] as AuditRow]
    expect(check(fileOf(some, all, false))).toMatchObject({ ok: true, complete: false, rows: 2 })
  })

  it('leads to heads that were kept, is signed by the key that was expected, and tells its own head', () => {
    const verdict = check(fileOf(all), { key, heads: [headAt(2), headAt(6)] })
    expect(verdict).toMatchObject({ ok: true, head: { chain: CHAIN, n: 6 } })
  })
})

/** What a line says, made anew by somebody who has the whole file but not the key. */
const withEnd = (rows: readonly AuditRow[]): string => fileOf(rows)
const rehashed = (from: number, change: (row: AuditRow) => AuditEntry): readonly AuditRow[] =>
  chainRows(
    { n: 0, hash: hash(genesisText(CHAIN)) },
    all.map(row => (row.n === from ? change(row) : row)),
    hash,
  )
const lines = (text: string): string[] => text.split('\n').slice(0, -1)
const joined = (parts: readonly string[]): string => parts.map(part => `${part}\n`).join('')
const swapped = ([a, b, c, d, ...rest]: readonly AuditRow[]): AuditRow[] => [a, b, d, c, ...rest] as AuditRow[]

describe('what was done to an export is named', () => {
  const original = fileOf(all)
  const row = (n: number): AuditRow => all[n - 1] as AuditRow
  it.each<[string, string, AuditProblem[]]>([
    [
      'a changed row',
      withEnd(all.map(r => (r.n === 3 ? { ...r, action: 'tag.delete' } : r))),
      [{ kind: 'changed', n: 3 }],
    ],
    [
      'a changed row with its hash made anew',
      withEnd(all.map(r => (r.n === 3 ? (rehashed(3, x => ({ ...x, action: 'x' }))[2] as AuditRow) : r))),
      [{ kind: 'replaced', n: 3 }],
    ],
    ['a missing row', withEnd(all.filter(r => r.n !== 4)), [{ kind: 'missing', from: 4, to: 4 }]],
    ['missing rows', withEnd(all.filter(r => r.n < 3 || r.n > 5)), [{ kind: 'missing', from: 3, to: 5 }]],
    ['the first rows missing', withEnd(all.filter(r => r.n > 2)), [{ kind: 'missing', from: 1, to: 2 }]],
    ['a moved row', withEnd(swapped(all)), [{ kind: 'moved', n: 3 }]],
    ['a row twice', withEnd([...all.slice(0, 3), row(2), ...all.slice(3)]), [{ kind: 'repeated', n: 2 }]],
    ['a tail cut off', fileOf(all.slice(0, 4), all), [{ kind: 'truncated', from: 5, to: 6 }]],
    ['rows behind the end', fileOf(all, all.slice(0, 4)), [{ kind: 'added', from: 5, to: 6 }]],
    ['rows of another chain', original.replace(CHAIN, CHAIN.replace('9', '8')), [{ kind: 'foreign', n: 1 }]],
    ['no last line', joined(lines(original).slice(0, -1)), [{ kind: 'end' }]],
    ['no first line', joined(lines(original).slice(1)), [{ kind: 'begin' }]],
    ['a line that is none', original.replace('"n":2', '"n":2.'), [{ kind: 'unreadable', line: 3 }]],
    ['a file cut in the middle', original.slice(0, 900), [{ kind: 'end' }]],
    ['nothing', '', [{ kind: 'end' }]],
  ])('%s', (_claim, file, problems) => {
    const verdict = check(file)
    expect(verdict.ok).toBe(false)
    expect(verdict.problems).toEqual(expect.arrayContaining(problems))
    for (const problem of verdict.problems) expect(auditProblemText(problem)).toMatch(/^(row|the|line)/)
  })

  it('a whole chain written anew, with another key', () => {
    expect(check(fileOf(all), { key: 'ab'.repeat(32) }).problems).toEqual([{ kind: 'key' }])
  })

  it.each([
    ['written anew with the right key', rehashed(2, r => ({ ...r, object: 'tag:9' })), { kind: 'replaced', n: 4 }],
    ['cut off', all.slice(0, 2), { kind: 'truncated', from: 3, to: 4 }],
  ])('rows %s, against a head that was kept', (_claim, rows, problem) => {
    expect(check(fileOf(rows)).ok).toBe(true)
    expect(check(fileOf(rows), { heads: [headAt(4)] }).problems).toContainEqual(problem)
  })
})

test('no change of any bytes goes unnoticed, whatever it is', () => {
  const file = Buffer.from(fileOf(all))
  const place = fc.nat(file.length - 1)
  const change = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: place, length: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ kind: fc.constant('put' as const), at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
    fc.record({ kind: fc.constant('repeat' as const), at: place, length: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ kind: fc.constant('end' as const), at: place }),
  )
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      let bytes: Buffer = Buffer.from(file)
      for (const one of changes) {
        const head = bytes.subarray(0, one.at)
        if (one.kind === 'flip' && one.at < bytes.length) bytes[one.at] = (bytes[one.at] ?? 0) ^ (1 << one.bit)
        if (one.kind === 'cut') bytes = Buffer.concat([head, bytes.subarray(one.at + one.length)])
        if (one.kind === 'put') bytes = Buffer.concat([head, one.bytes, bytes.subarray(one.at)])
        if (one.kind === 'repeat')
          bytes = Buffer.concat([bytes.subarray(0, one.at + one.length), bytes.subarray(one.at)])
        if (one.kind === 'end') bytes = Buffer.from(head)
      }
      const verdict = check(bytes)
      expect(verdict.ok).toBe(bytes.equals(file))
      expect(verdict.problems.length > 0).toBe(!verdict.ok)
    }),
    { numRuns: 2000 },
  )
})

test('every removal, exchange and change of rows is named, also when the file is digested and signed anew', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...all], { minLength: 1 }),
      fc.option(fc.constantFrom<keyof AuditEntry>('at', 'actor', 'action', 'object'), { nil: null }),
      fc.nat(5),
      (rows, member, which) => {
        const touched = rows.map((row, n) => (member !== null && n === which ? { ...row, [member]: 'other' } : row))
        const changed = touched.some((row, n) => row !== rows[n])
        const verdict = check(fileOf(touched, all))
        const whole = rows.length === all.length && rows.every((row, n) => row === all[n]) && !changed
        expect(verdict.ok).toBe(whole)
        const named = new Set(
          verdict.problems.flatMap(p => ('n' in p ? [p.n] : 'from' in p ? range(p.from, p.to) : [])),
        )
        const there = new Set(rows.map(row => row.n))
        if (!changed) for (const { n } of all) if (!there.has(n)) expect(named).toContain(n)
        if (changed) expect(verdict.problems.some(p => p.kind === 'changed')).toBe(true)
      },
    ),
    { numRuns: 1000 },
  )
})

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n)

describe('a line', () => {
  it('is read only as it was written', () => {
    const text = exportLine(all[0] as AuditRow).trimEnd()
    expect(readLine('row', text)).toEqual(all[0])
    for (const other of [` ${text}`, text.replace('{"action"', '{ "action"'), text.replace('"n":1', '"n":1,"n":1')]) {
      expect(readLine('row', other)).toBeNull()
    }
  })

  it('of a head is read in any spelling', () => {
    expect(readHead(JSON.stringify(headAt(3), null, 2))).toEqual(headAt(3))
    for (const none of ['', '[]', '{}', 'null', '{"n":1}']) expect(readHead(none)).toBeNull()
  })
})
