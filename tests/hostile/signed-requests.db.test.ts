import { readFileSync } from 'node:fs'
import { type AgentPath, decodeActivationKey, gzipBody, type Signer, signerFromSeed } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { activationKey } from '../server/arrange.ts'
import { firstAdmin } from '../server/door-client.ts'
import { newSigner, WireAgent, wireReply } from '../server/wire-agent.ts'
import { expectHarmless } from './oracles.ts'

type Header = 'signature' | 'signature-input' | 'content-digest'
type Body = 'flip' | 'more' | 'other' | 'gzip' | 'empty' | 'bom' | 'utf8' | 'tail' | 'large'

interface Case {
  readonly id: string
  readonly about: string
  readonly drop?: readonly Header[]
  readonly replace?: { readonly [H in Header]?: readonly [string, string] }
  readonly append?: { readonly [H in Header]?: string }
  readonly set?: Readonly<Record<string, string>>
  readonly upper?: Header
  readonly body?: Body
  readonly seq?: string
  readonly createdOffS?: number
  readonly signer?: 'otherKeyid' | 'stranger' | 'activation'
  readonly path?: string
  readonly method?: 'GET'
  readonly expect: number
  readonly code: string
}

const cases = JSON.parse(readFileSync(new URL('signed-requests.json', import.meta.url), 'utf8')) as readonly Case[]
const CHECKIN: AgentPath = '/agent/v1/checkin'

let server: TestServer
let key: string
let agent: WireAgent
let other: WireAgent

beforeAll(async () => {
  server = await testServer()
  key = await activationKey(await firstAdmin(server))
  agent = await WireAgent.enrol(server, key)
  other = await WireAgent.enrol(server, key)
  await agent.checkIn()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const signers: { readonly [S in NonNullable<Case['signer']>]: () => Signer } = {
  otherKeyid: () => ({
    ...agent.state.signer,
    keyid: other.state.signer.keyid,
    sign: bytes => agent.state.signer.sign(bytes),
  }),
  stranger: newSigner,
  activation: () => signerFromSeed(decodeActivationKey(key)!.seed),
}

const signedBodies: { readonly [B in Body]?: (plain: Buffer) => Buffer } = {
  gzip: gzipBody,
  empty: () => Buffer.alloc(0),
  bom: plain => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]),
  utf8: plain => Buffer.concat([plain.subarray(0, -1), Buffer.from(',"a":"\xff"}', 'latin1')]),
  tail: plain => Buffer.concat([plain, Buffer.from('{}')]),
  large: plain => Buffer.concat([plain.subarray(0, -1), Buffer.from(' '.repeat(66_000)), Buffer.from('}')]),
}
const sentBodies: { readonly [B in Body]?: (signed: Buffer) => Buffer } = {
  flip: signed => Buffer.from(signed.map((byte, at) => (at === 20 ? byte ^ 1 : byte))),
  more: signed => Buffer.concat([signed, Buffer.from(' ')]),
  other: () => Buffer.from('{}'),
}

it.each(cases)('$id $about: $expect $code', async one => {
  const text = JSON.stringify({
    link: agent.honestLink(),
    nonce: '00'.repeat(16),
    ...agent.checkInMembers(),
    want: ['answer'],
  })
  const plain = Buffer.from(one.seq === undefined ? text : text.replace(/"seq":\d+/, `"seq":${one.seq}`))
  const signed = one.body === undefined ? plain : (signedBodies[one.body]?.(plain) ?? plain)
  const sent = one.body === undefined ? signed : (sentBodies[one.body]?.(signed) ?? signed)
  const headers: Record<string, string> = agent.headers('POST', CHECKIN, signed, {
    createdMs: server.context.clock.nowMs() + (one.createdOffS ?? 0) * 1000,
    ...(one.signer === undefined ? {} : { signer: signers[one.signer]() }),
  })
  for (const name of one.drop ?? []) Reflect.deleteProperty(headers, name)
  for (const [name, [from, to]] of Object.entries(one.replace ?? {})) headers[name] = headers[name]!.replace(from, to)
  for (const [name, more] of Object.entries(one.append ?? {})) headers[name] = `${headers[name]}${more}`
  if (one.upper !== undefined)
    headers[one.upper] = headers[one.upper]!.replace(/keyid="[^"]+"/, id => id.toUpperCase().replace('KEYID', 'keyid'))
  const reply = await server.app.inject({
    method: one.method ?? 'POST',
    url: one.path ?? CHECKIN,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(sent.length),
      ...headers,
      ...one.set,
    },
    ...(one.method === 'GET' ? {} : { payload: sent }),
  })
  const answered = wireReply(reply.statusCode, reply.headers, reply.payload)
  expectHarmless(answered)
  expect(answered).toMatchObject({ status: one.expect, json: { code: one.code } })
  // Only the refusal of a clock, which a real agent may get, carries something to trust.
  expect(answered.answer === null).toBe(one.code !== 'clock_skew')
  expect((await agent.checkIn()).status).toBe(200)
})

it('twenty failures of one key lock out that key from that address, and nobody else', async () => {
  const agents = [await WireAgent.enrol(server, key), await WireAgent.enrol(server, key)] as const
  const body = Buffer.from('{}')
  for (let i = 0; i < 20; i += 1) {
    const headers = {
      ...agents[0].headers('POST', CHECKIN, body),
      signature: `pyp1=:${Buffer.alloc(64).toString('base64')}:`,
    }
    await server.app.inject({
      method: 'POST',
      url: CHECKIN,
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      payload: body,
    })
  }
  expect(await agents[0].checkIn()).toMatchObject({ status: 429, json: { code: 'rate' } })
  expect((await agents[1].checkIn()).status).toBe(200)
})
