import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentPaths } from './limits.ts'
import {
  isAgentPath,
  isWithinSkew,
  parseSignatureHeaders,
  type SignatureHeaders,
  signRequest,
  verifyBodyDigest,
  verifyRequestSignature,
} from './request-signature.ts'
import { signerFromSeed } from './sign.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { outcome, refusal } from './testing/outcome.ts'
import { signers } from './testing/worked-example.ts'

const { agent, director } = signers
const body = Buffer.from('{"a":1}')
const post = { method: 'POST', path: '/agent/v1/checkin' } as const
const good = signRequest(agent, { ...post, body, createdS: 1_795_286_400 })

const holds = (headers: Partial<SignatureHeaders>, request: { method: string; path: string } = post, key = agent) => {
  const parsed = outcome(() => parseSignatureHeaders(headers))
  return 'ok' in parsed && verifyRequestSignature(parsed.ok, request, key) && verifyBodyDigest(parsed.ok, body)
}

it('a good request holds', () => expect(holds(good)).toBe(true))

describe('header forms that are 401', () => {
  const input = good['signature-input']
  const change = (name: keyof SignatureHeaders, value: string) => ({ ...good, [name]: value })
  it.each<[string, object]>([
    ['no headers', {}],
    ['no signature', { ...good, signature: undefined }],
    ['an empty signature', change('signature', '')],
    ['a header given as a list', { ...good, signature: [good.signature] }],
    ['repeated signature headers, joined as Node does', change('signature', `${good.signature}, ${good.signature}`)],
    ['a second label', change('signature-input', `${input}, sig1=()`)],
    ['repeated input', change('signature-input', `${input}, ${input}`)],
    ['the label sig1', change('signature-input', input.replace('pyp1=', 'sig1='))],
    ['no content-digest covered', change('signature-input', input.replace(' "content-digest"', ''))],
    ['components in another order', change('signature-input', input.replace('"@method" "@path"', '"@path" "@method"'))],
    ['a further component', change('signature-input', input.replace(')', ' "@authority")'))],
    ['a further parameter', change('signature-input', `${input};nonce="x"`)],
    [
      'parameters in another order',
      change('signature-input', input.replace(/;created=\d+(.*)$/, '$1;created=1795286400')),
    ],
    ['white space', change('signature-input', input.replace(';created', '; created'))],
    ['a trailing line feed', change('signature-input', `${input}\n`)],
    ['eleven digits', change('signature-input', input.replace('created=1', 'created=11'))],
    ['nine digits', change('signature-input', input.replace('created=1', 'created='))],
    ['a created in quotes', change('signature-input', input.replace('1795286400', '"1795286400"'))],
    ['digits of another script', change('signature-input', input.replace('1795286400', '١٧٩٥٢٨٦٤٠٠'))],
    ['a keyid in capitals', change('signature-input', input.replace(agent.keyid, agent.keyid.toUpperCase()))],
    ['another algorithm', change('signature-input', input.replace('ed25519"', 'hmac-sha256"'))],
    ['another tag', change('signature-input', input.replace('tag="pyp1"', 'tag="pyp2"'))],
    ['no tag', change('signature-input', input.replace(';tag="pyp1"', ''))],
    ['sha-512', change('content-digest', good['content-digest'].replace('sha-256', 'sha-512'))],
    ['two digests', change('content-digest', `${good['content-digest']}, ${good['content-digest']}`)],
    [
      'a digest in URL-safe base64',
      change('content-digest', good['content-digest'].replaceAll('+', '-').replaceAll('/', '_')),
    ],
    ['a digest with unused bits', change('content-digest', good['content-digest'].replace(/.=:$/, 'B=:'))],
    ['a signature without colons', change('signature', good.signature.replaceAll(':', ''))],
    ['a signature with unused bits', change('signature', good.signature.replace(/.==:$/, 'B==:'))],
    ['a short signature', change('signature', good.signature.replace(/:..../, ':'))],
  ])('%s', (_, headers) => {
    expect(headers).not.toEqual(good)
    const before = outcome(() => parseSignatureHeaders(headers))
    if ('ok' in before) expect(holds(headers)).toBe(false)
    else expect(before.refused.code).toBe('signature')
  })
})

describe('what is signed cannot be used for something else', () => {
  it.each([
    ['another path', { method: 'POST', path: '/agent/v1/report' }],
    ['another method', { method: 'GET', path: '/agent/v1/checkin' }],
    ['a method in small letters', { method: 'post', path: '/agent/v1/checkin' }],
    ['a query', { method: 'POST', path: '/agent/v1/checkin?x=1' }],
    ['a trailing slash', { method: 'POST', path: '/agent/v1/checkin/' }],
    ['percent-encoding', { method: 'POST', path: '/agent/v1/%63heckin' }],
    ['an absolute target', { method: 'POST', path: 'http://x/agent/v1/checkin' }],
  ])('%s', (_, request) => expect(holds(good, request)).toBe(false))

  it('another key', () => expect(holds(good, post, director)).toBe(false))
  it('another key under this keyid', () => expect(holds(good, post, { ...director, keyid: agent.keyid })).toBe(false))
  it('a path that is none of ours cannot be signed for, even by the agent', () => {
    const path = '/agent/v1/other' as '/agent/v1/checkin'
    const headers = signRequest(agent, { method: 'POST', path, body, createdS: 1_795_286_400 })
    expect(holds(headers, { method: 'POST', path })).toBe(false)
  })
  it('a body changed by a byte', () => {
    expect(verifyBodyDigest(parseSignatureHeaders(good), Buffer.from('{"a":2}'))).toBe(false)
  })
})

it('no change of a character of any header survives', () => {
  const names = Object.keys(good) as (keyof SignatureHeaders)[]
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.nat(300),
      fc.constantFrom('0', 'a', 'A', '9', ':', '=', '"', ';', ' '),
      (name, at, put) => {
        const value = good[name]
        const changed = value.slice(0, at % value.length) + put + value.slice((at % value.length) + 1)
        expect(holds({ ...good, [name]: changed })).toBe(changed === value)
      },
    ),
    { numRuns: 600 },
  )
})

it('only the constant paths are paths', () => {
  expect(agentPaths).toHaveLength(8)
  expect(agentPaths.every(isAgentPath)).toBe(true)
  for (const target of [
    '',
    '/',
    '/agent/v1/',
    '/agent/v1/hello/',
    '/AGENT/V1/HELLO',
    '/agent/v1/hello?',
    'constructor',
  ]) {
    expect(isAgentPath(target)).toBe(false)
  }
})

it.each([
  [1_795_286_400, 1_795_286_400_000, true],
  [1_795_286_700, 1_795_286_400_000, true],
  [1_795_286_701, 1_795_286_400_000, false],
  [1_795_286_100, 1_795_286_400_000, true],
  [1_795_286_100, 1_795_286_400_001, false],
])('created %i at %i is within 300 s: %s', (created, now, within) => expect(isWithinSkew(created, now)).toBe(within))

it.each([0, 999_999_999, 10_000_000_000, 1.5, Number.NaN])('created %s cannot be signed', createdS => {
  expect(() => signRequest(agent, { ...post, body, createdS })).toThrow('ten digits')
})

it('every refusal has the same text', () => {
  expect(refusal(() => parseSignatureHeaders({}))).toEqual({ code: 'signature', field: undefined })
})

it('the oracle verifies ours, makes the same, and judges damaged ones as we do', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const cases = samples(
    fc.record({
      seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      method: fc.constantFrom('GET' as const, 'POST' as const),
      path: fc.constantFrom(...agentPaths),
      body: fc.uint8Array({ maxLength: 200 }),
      createdS: fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }),
      damage: fc.option(
        fc.tuple(fc.constantFrom('content-digest', 'signature-input', 'signature', 'body', 'method'), fc.nat(200)),
      ),
    }),
    300,
  )
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const ours = cases.map(one => signRequest(signerFromSeed(one.seed), one))
  const made = askOracle(
    cases.map(one => ({ ask: 'signRequest', ...one, seed: hex(one.seed), body: hex(one.body), created: one.createdS })),
  )
  expect(ours).toEqual(made)

  const sent = cases.map((one, i) => {
    const [where, at] = one.damage ?? ['none', 0]
    const headers: Record<string, string> = { ...(ours[i] as SignatureHeaders) }
    const old = headers[where]
    if (old !== undefined)
      headers[where] =
        old.slice(0, at % old.length) + (old[at % old.length] === '1' ? '2' : '1') + old.slice((at % old.length) + 1)
    return {
      headers,
      method: where === 'method' ? (one.method === 'GET' ? 'POST' : 'GET') : one.method,
      path: one.path,
      body: where === 'body' ? Buffer.concat([one.body, Buffer.of(1)]) : Buffer.from(one.body),
      key: signerFromSeed(one.seed),
    }
  })
  const judged = sent.map(one => {
    const parsed = outcome(() => parseSignatureHeaders(one.headers))
    return 'ok' in parsed && verifyRequestSignature(parsed.ok, one, one.key) && verifyBodyDigest(parsed.ok, one.body)
  })
  const verdicts = askOracle(sent.map(one => ({ ask: 'verifyRequest', ...one, body: hex(one.body), key: one.key.pub })))
  expect(judged).toEqual(verdicts)
  expect(judged).toEqual(cases.map(one => one.damage === null))
})
