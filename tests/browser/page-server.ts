import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { StreamMessage } from '@patchyard/api'
import { type Answers, createFakeApi, type FakeApi } from '@patchyard/web/testing'

const dist = join(import.meta.dirname, '../../packages/web/dist')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** What the real server sends (packages/server/src/http/guards/security-headers.ts), so that a page that breaks it fails here. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export interface PageServer {
  readonly url: string
  readonly api: FakeApi
  /** Tells every open tab that something changed. */
  push(message: StreamMessage): void
  /** false: the stream answers 503 until it is switched on again, and open ones are cut. */
  letStream(on: boolean): void
  /** Other answers from now on. */
  answer(answers: Answers): void
  stop(): Promise<void>
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** The built page with a fake API behind it, on a free port of this machine. */
export async function startPageServer(first: Answers): Promise<PageServer> {
  const calls: string[] = []
  const mistakes: string[] = []
  let current = createFakeApi(first)
  let streams: ServerResponse[] = []
  let streaming = true

  const sendFile = async (response: ServerResponse, path: string): Promise<void> => {
    const safe = normalize(path).replace(/^(\.\.[/\\])+/, '')
    const file = extname(safe) === '' ? 'index.html' : safe
    try {
      const bytes = await readFile(join(dist, file))
      response.writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      response.end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  }
  const openStream = (response: ServerResponse): void => {
    if (!streaming) {
      response.writeHead(503).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': connected\n\n')
    streams.push(response)
    response.on('close', () => {
      streams = streams.filter(one => one !== response)
    })
  }
  const answerApi = async (request: IncomingMessage, response: ServerResponse, url: string): Promise<void> => {
    const body = await readBody(request).catch(() => null)
    // The page went away, or to another document, before it had said everything.
    if (body === null) return
    const reply = current.handle({
      method: request.method ?? 'GET',
      url,
      body,
      ifMatch: request.headers['if-match'],
    })
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(reply.body))
  }

  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    if (url === '/api/v1/stream') openStream(response)
    else if (url.startsWith('/api/')) void answerApi(request, response, url)
    else void sendFile(response, url.split('?')[0] ?? '/')
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    api: {
      handle: request => current.handle(request),
      get calls() {
        return [...calls, ...current.calls]
      },
      get mistakes() {
        return [...mistakes, ...current.mistakes]
      },
    },
    push(message) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(message)}\n\n`)
    },
    letStream(on) {
      streaming = on
      if (!on) for (const stream of streams) stream.end()
    },
    answer(answers) {
      calls.push(...current.calls)
      mistakes.push(...current.mistakes)
      current = createFakeApi(answers)
    },
    stop: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
