import { readFileSync } from 'node:fs'
import { createServer, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
const identity = { key: fixture('private-key.pem'), cert: fixture('certificate.pem') }
const trust = { ca: identity.cert }
const seen: string[] = []
const server = createServer(identity, (request, response) => {
  seen.push(request.url ?? '')
  response.end('answer')
})
let proxy: FaultProxy

afterEach(async () => {
  await proxy.close()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  seen.length = 0
})

async function start(endsTls: boolean): Promise<void> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  proxy = await startFaultProxy({ target, ...(endsTls ? { tls: { server: identity, client: trust } } : {}) })
}

function exchange(): Promise<string> {
  return new Promise(resolve => {
    const request = httpsRequest(
      { host: '127.0.0.1', port: proxy.port, path: '/x', agent: false, ...trust },
      response => {
        response.on('data', (chunk: Buffer) => resolve(chunk.toString()))
        response.on('error', error => resolve(`error ${error.message}`))
      },
    )
    request.on('error', error => resolve(`error ${error.message}`))
    request.end()
  })
}

test('TLS passes through untouched', async () => {
  await start(false)
  expect(await exchange()).toBe('answer')
})

test('a proxy that ends TLS can double a request inside it', async () => {
  await start(true)
  expect(await exchange()).toBe('answer')
  proxy.next({ kind: 'duplicate' })
  expect(await exchange()).toBe('answer')
  await expect.poll(() => seen).toEqual(['/x', '/x', '/x'])
})

test('and lose the reply', async () => {
  await start(true)
  proxy.next({ kind: 'cut', direction: 'reply', afterBytes: 0 })
  expect(await exchange()).toMatch(/^error/)
  expect(seen).toEqual(['/x'])
})
