import { request as httpRequest } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { Send } from '@patchyard/api'

const REPLY_BYTES = 256 * 1024 * 1024
const SILENCE_MS = 60_000

/** `fetch` knows no further authority; this does. No redirects: an API key is not sent where a reply points. */
export function createSend(ca: string | null): Send {
  const agent = new Agent({ keepAlive: true, ...(ca === null ? {} : { ca: [...rootCertificates, ca] }) })
  return (url, init) =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith('https:')
      const body = init.body === undefined ? undefined : Buffer.from(init.body, 'utf8')
      const options = {
        method: init.method,
        headers: { ...init.headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
        ...(init.signal === undefined ? {} : { signal: init.signal }),
        timeout: SILENCE_MS,
      }
      const request = secure ? httpsRequest(url, { ...options, agent }) : httpRequest(url, options)
      request.on('timeout', () => request.destroy(new Error(`silent for ${SILENCE_MS / 1000} s`)))
      request.on('error', reject)
      request.on('response', response => {
        const chunks: Buffer[] = []
        let size = 0
        const status = response.statusCode ?? 0
        const { onBytes } = status >= 200 && status < 300 ? init : {}
        response.on('data', (chunk: Buffer) => {
          if (onBytes !== undefined) return onBytes(chunk)
          size += chunk.length
          if (size > REPLY_BYTES) request.destroy(new Error('the answer is larger than 256 MiB'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status, text: () => Promise.resolve(text) })
        })
      })
      request.end(body)
    })
}
