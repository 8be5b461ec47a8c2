import { connect, type Socket } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import { gzipBody } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../server/arrange.ts'
import { firstAdmin } from '../server/door-client.ts'
import { WireAgent } from '../server/wire-agent.ts'

const CHECKIN = '/agent/v1/checkin'
const REPORT = '/agent/v1/report'

let server: TestServer
let agent: WireAgent
let port: number

beforeAll(async () => {
  server = await testServer()
  const key = await activationKey(await firstAdmin(server))
  port = Number(new URL(server.context.address.publicUrl()).port)
  agent = await WireAgent.enrol(server, key)
  await agent.checkIn()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

interface Heard {
  readonly status: number
  readonly text: string
  /** The server ended the connection; false: we did. */
  readonly closed: boolean
}

/** Writes bytes, hears until the server ends the connection or `untilMs` have passed. */
async function speak(parts: readonly (string | Buffer | { pauseMs: number })[], untilMs = 4000): Promise<Heard> {
  const socket: Socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', chunk => heard.push(chunk))
  // A server that has said no may reset what is still being written; what it said stays heard.
  socket.on('error', () => undefined)
  const ended = new Promise<void>(resolve => {
    socket.on('close', () => resolve())
  })
  for (const part of parts) {
    if (socket.destroyed) break
    if (typeof part === 'object' && 'pauseMs' in part) await new Promise(resolve => setTimeout(resolve, part.pauseMs))
    else socket.write(part)
  }
  const timer = new Promise<void>(resolve => {
    setTimeout(resolve, untilMs).unref()
  })
  await Promise.race([ended, timer])
  const { closed } = socket
  socket.destroy()
  const text = Buffer.concat(heard).toString('latin1')
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, closed }
}

function head(path: string, headers: Readonly<Record<string, string>>, more = ''): string {
  const lines = Object.entries({ host: 'x', connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n${more}\r\n`
}

const type = { 'content-type': 'application/octet-stream' }
const body = (): Buffer =>
  Buffer.from(
    JSON.stringify({ link: agent.honestLink(), nonce: '00'.repeat(16), ...agent.checkInMembers(), want: ['answer'] }),
  )
const headersOf = (bytes: Buffer, path: typeof CHECKIN | typeof REPORT = CHECKIN) => ({
  ...type,
  'content-length': String(bytes.length),
  ...agent.headers('POST', path, bytes),
})

async function stillWell(): Promise<void> {
  const reply = await agent.checkIn()
  expect(reply.status).toBe(200)
}

describe('over a real connection', () => {
  it('a request as it should be succeeds', async () => {
    const bytes = body()
    expect((await speak([head(CHECKIN, headersOf(bytes)), bytes])).status).toBe(200)
    await stillWell()
  })

  it.each([
    ['signature', 401],
    ['signature-input', 401],
    ['content-digest', 401],
  ] as const)('%s sent twice is %i', async (name, status) => {
    const bytes = body()
    const headers: Readonly<Record<string, string>> = headersOf(bytes)
    const heard = await speak([head(CHECKIN, headers, `${name}: ${headers[name]}\r\n`), bytes])
    expect(heard.status).toBe(status)
    await stillWell()
  })

  it.each([
    ['Content-Length twice', 'content-length: 5\r\n', 400],
    ['Content-Length and chunked', 'transfer-encoding: chunked\r\n', 400],
  ])('%s is refused by the parser', async (_name, more, status) => {
    const bytes = body()
    const heard = await speak([head(CHECKIN, headersOf(bytes), more), bytes])
    expect(heard.status).toBe(status)
    expect(heard.text).not.toMatch(/\bat .+:\d+/)
    await stillWell()
  })

  it('a chunked body is 411, however long it goes on', async () => {
    const bytes = body()
    const { 'content-length': _, ...headers } = headersOf(bytes)
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`
    const heard = await speak([
      head(CHECKIN, { ...headers, 'transfer-encoding': 'chunked' }),
      ...Array<string>(50).fill(chunk),
    ])
    expect(heard.status).toBe(411)
    await stillWell()
  })

  it('a body announced as larger than allowed is 413 before any of it is read', async () => {
    const bytes = body()
    const heard = await speak([head(CHECKIN, { ...headersOf(bytes), 'content-length': String(65 * 1024) })])
    expect(heard.status).toBe(413)
    await stillWell()
  })

  it('an unsigned body is not waited for: 401 at its headers', async () => {
    const heard = await speak([head(CHECKIN, { ...type, 'content-length': '1000' })], 2000)
    expect(heard.status).toBe(401)
  })

  it('a body that comes a byte a second is ended', { timeout: 15_000 }, async () => {
    const bytes = body()
    const slow = [...bytes.subarray(0, 8)].flatMap(byte => [Buffer.from([byte]), { pauseMs: 600 }])
    const heard = await speak([head(CHECKIN, headersOf(bytes)), ...slow], 4000)
    expect(heard.closed).toBe(true)
    expect([0, 400]).toContain(heard.status)
    await stillWell()
  })

  it('a gzip bomb is 413 at its cap, and costs neither memory nor the next request', async () => {
    const zeros = gzipBody(Buffer.alloc((900 * 1024 * 1024) / 4))
    expect(zeros.length).toBeLessThan(1024 * 1024)
    const before = process.memoryUsage().rss
    const heard = await speak([head(REPORT, headersOf(zeros, REPORT)), zeros], 8000)
    expect(heard.status).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
    await stillWell()
  })

  it.each([
    ['two members', (one: Buffer) => Buffer.concat([one, one])],
    ['rubbish behind it', (one: Buffer) => Buffer.concat([one, Buffer.from('x')])],
    [
      'a wrong checksum',
      (one: Buffer) => Buffer.from(one.map((byte, at) => (at === one.length - 6 ? byte ^ 1 : byte))),
    ],
    ['a cut end', (one: Buffer) => one.subarray(0, -4)],
    [
      'a file name',
      (one: Buffer) =>
        Buffer.concat([
          one.subarray(0, 3),
          Buffer.from([8]),
          one.subarray(4, 10),
          Buffer.from('n\0'),
          one.subarray(10),
        ]),
    ],
    ['no header', (one: Buffer) => deflateRawSync(one)],
  ])('gzip with %s is 400', async (_name, change) => {
    const bytes = change(gzipBody(Buffer.from('{}')))
    const heard = await speak([head(REPORT, headersOf(bytes, REPORT)), bytes])
    expect(heard.status).toBe(400)
    await stillWell()
  })

  it.each([
    ['by dots', '/agent/v1/x/../checkin', 404],
    ['as an absolute address', 'http://x/agent/v1/checkin', 404],
    ['with a fragment', '/agent/v1/checkin#x', 404],
  ])('the path %s is not the path', async (_name, path, status) => {
    const bytes = body()
    expect((await speak([head(path, headersOf(bytes)), bytes])).status).toBe(status)
    await stillWell()
  })

  it('rubbish instead of HTTP, headers without end and requests cut off harm nobody', async () => {
    await speak(['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 500)
    await speak(['GET / HTTP/9.9\r\n\r\n'], 500)
    expect((await speak([head(CHECKIN, { ...type, 'x-long': 'x'.repeat(70_000) })])).status).toBe(431)
    await speak([head(CHECKIN, headersOf(body())), '{"li'], 300)
    await stillWell()
  })

  it('three hundred connections that say nothing do not keep an agent out', async () => {
    const idle = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined))
    const bytes = body()
    expect((await speak([head(CHECKIN, headersOf(bytes)), bytes])).status).toBe(200)
    for (const socket of idle) socket.destroy()
  })
})
