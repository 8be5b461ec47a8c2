import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** What to do with a request: serve the file, answer with a bare status, or never answer. */
export type FileAnswer = 'file' | 'hang' | number

export interface FileServer extends AsyncDisposable {
  /** `http://address:port`, without a slash at the end. */
  readonly uri: string
  /** Paths asked for so far, in order. */
  readonly requests: readonly string[]
  /** Decides on each path from now on: a mirror that is half down, a package that has gone. */
  answer(decide: (path: string) => FileAnswer): void
  close(): Promise<void>
}

/** Serves a folder as a plain package mirror does (GET and HEAD, Last-Modified, no listings). */
export async function serveFiles(folder: string, address: string, port = 0): Promise<FileServer> {
  const requests: string[] = []
  let decide: (path: string) => FileAnswer = () => 'file'
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://files').pathname))
    requests.push(path)
    const answer = decide(path)
    if (answer === 'hang') return
    const target = join(folder, path)
    const file = answer === 'file' ? statSync(target, { throwIfNoEntry: false }) : undefined
    if (!file?.isFile()) {
      response.writeHead(answer === 'file' ? 404 : answer).end()
      return
    }
    const modified = file.mtime.toUTCString()
    // apt and librepo ask again with the time they have; a mirror that always sends everything would hide their cache.
    if (request.headers['if-modified-since'] === modified) {
      response.writeHead(304).end()
      return
    }
    response.writeHead(200, { 'content-length': file.size, 'last-modified': modified })
    if (request.method === 'HEAD') response.end()
    else pipeline(createReadStream(target), response).catch(() => response.destroy()) // the client went away
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, resolve)
  })
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    uri: `http://${address}:${String((server.address() as AddressInfo).port)}`,
    requests,
    answer(newDecide) {
      decide = newDecide
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
