import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { Exchange } from '../exchange.ts'

/** Requests over kept-alive connections, as many as there are agents at once. `ca`: PEM of the server's own authority. */
export function createHttpExchange(server: string, ca: string | null): Exchange {
  const secure = server.startsWith('https:')
  const options = { keepAlive: true, maxSockets: 256 }
  const agent = secure
    ? new HttpsAgent({ ...options, ...(ca === null ? {} : { ca: [...rootCertificates, ca] }) })
    : new HttpAgent(options)
  const send = secure ? httpsRequest : httpRequest
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = send(`${server}${path}`, { method, headers: { ...headers }, agent, timeout: 70_000 }, reply => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('error', reject)
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks) }))
      })
      request.on('timeout', () => request.destroy(new Error('the server is silent')))
      request.on('error', reject)
      request.end(method === 'POST' ? body : undefined)
    })
}
