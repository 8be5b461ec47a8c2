import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

const bigBody = 'x'.repeat(100_000)
let seen: string[] = []
let proxy: FaultProxy
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    seen.push(body)
    response.end(request.url === '/big' ? bigBody : `got ${body}`)
  })
})

beforeEach(async () => {
  seen = []
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  proxy = await startFaultProxy({ target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } })
})

afterEach(async () => {
  await proxy.close()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

/** Body of the answer, or how the exchange failed. */
function exchange(body: string, path = '/', timeoutMs = 5000): Promise<string> {
  return new Promise(resolve => {
    const request = httpRequest(
      { host: '127.0.0.1', port: proxy.port, path, method: 'POST', agent: false },
      response => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve(text))
        response.on('error', error => resolve(`error ${(error as NodeJS.ErrnoException).code ?? error.message}`))
      },
    )
    request.on('error', error => resolve(`error ${(error as NodeJS.ErrnoException).code ?? error.message}`))
    request.setTimeout(timeoutMs, () => {
      request.destroy(new Error('timeout'))
    })
    request.end(body)
  })
}

test('without faults everything passes, large bodies too', async () => {
  expect(await exchange('a')).toBe('got a')
  expect(await exchange('b'.repeat(300_000), '/big')).toBe(bigBody)
  expect(seen.map(body => body.length)).toEqual([1, 300_000])
  expect(proxy.connections.map(connection => connection.replyBytes > 0)).toEqual([true, true])
})

test('a refused connection never reaches the server', async () => {
  proxy.next({ kind: 'refuse' })
  expect(await exchange('a')).toMatch(/^error (ECONNRESET|socket hang up)/)
  expect(seen).toEqual([])
  expect(await exchange('b')).toBe('got b')
})

test('a lost reply: the server has acted, the client sees a reset', async () => {
  proxy.next({ kind: 'cut', direction: 'reply', afterBytes: 0 })
  expect(await exchange('a')).toMatch(/^error ECONNRESET/)
  expect(seen).toEqual(['a'])
})

test('a duplicated request is handled twice and answered once', async () => {
  proxy.next({ kind: 'duplicate' })
  expect(await exchange('a')).toBe('got a')
  await expect.poll(() => seen).toEqual(['a', 'a'])
})

test('a doubled request with a lost reply: twice handled, never answered', async () => {
  proxy.next({ kind: 'duplicate' }, { kind: 'cut', direction: 'reply', afterBytes: 0 })
  expect(await exchange('a')).toMatch(/^error/)
  await expect.poll(() => seen).toEqual(['a', 'a'])
})

test('a truncated reply ends cleanly and too early', async () => {
  proxy.next({ kind: 'truncate', direction: 'reply', afterBytes: 1000 })
  expect(await exchange('a', '/big')).toMatch(/^error (ECONNRESET|aborted)/)
  expect(proxy.connections[0]?.replyBytes).toBe(1000)
})

test('a request cut half way is not a request', async () => {
  proxy.next({ kind: 'cut', direction: 'request', afterBytes: 50_000 })
  expect(await exchange('c'.repeat(200_000))).toMatch(/^error/)
  expect(seen).toEqual([])
})

test('a stalled reply is silence until the client gives up', async () => {
  proxy.next({ kind: 'stall', direction: 'reply', afterBytes: 10 })
  expect(await exchange('a', '/', 300)).toBe('error timeout')
  expect(seen).toEqual(['a'])
  await expect.poll(() => proxy.connections[0]?.open).toBe(false)
})

test('a delayed reply and a slow line are overtaken by what began after them', async () => {
  const ends: string[] = []
  const noted = (name: string, path: string) =>
    exchange(name, path).then(text => {
      ends.push(name)
      return text
    })
  proxy.next({ kind: 'delay', direction: 'reply', ms: 400 })
  const delayed = noted('delayed', '/')
  await expect.poll(() => proxy.connections.length).toBe(1)
  proxy.next({ kind: 'slow', direction: 'reply', bytesPerSecond: 200_000 })
  const slow = noted('slow', '/big')
  await expect.poll(() => proxy.connections.length).toBe(2)
  expect(await noted('plain', '/big')).toBe(bigBody)
  expect(await delayed).toBe('got delayed')
  expect(await slow).toBe(bigBody)
  expect(ends[0]).toBe('plain')
})

test('exactly one bit of one byte is turned over', async () => {
  proxy.next({ kind: 'corrupt', direction: 'request', atByte: 0 })
  expect(await exchange('a')).toBe('') // "POST" became "QOST": the server's parser refuses it
  expect(seen).toEqual([])
})

test('dropped connections do not hinder new ones; `always` holds where `next` says nothing', async () => {
  proxy.next({ kind: 'stall', direction: 'reply', afterBytes: 0 })
  const first = exchange('a')
  await expect.poll(() => seen).toEqual(['a'])
  proxy.dropConnections()
  expect(await first).toMatch(/^error/)
  proxy.always(number => (number % 2 === 0 ? [] : [{ kind: 'refuse' }]))
  expect(await exchange('b')).toBe('got b')
  expect(await exchange('c')).toMatch(/^error/)
})
