import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { checkUrl } from '../check-target.ts'
import { type DownloadLimits, downloadLimits } from '../download.ts'
import { type Egress, EGRESS_BYTES, EGRESS_MS, type EgressAnswer, EgressError, type EgressRequest } from '../egress.ts'
import { downloadWith } from './node-download.ts'
import type { EgressProxy } from '../../config/server-config.ts'
import { type Resolve, resolveName } from './pinned-target.ts'
import { unreachable } from './unreachable.ts'
import { proxyAgents, wayTo } from './way-to.ts'

/** `resolve`, `limitMs` and `download` are given by tests. */
export function createNodeEgress(options: {
  readonly allowed: readonly string[]
  readonly proxy?: EgressProxy | null
  readonly resolve?: Resolve
  readonly limitMs?: number
  readonly download?: Partial<DownloadLimits>
}): Egress {
  const ports = {
    allowed: options.allowed,
    resolve: options.resolve ?? resolveName,
    proxy: proxyAgents(options.proxy ?? null),
  }
  const limits = { ...downloadLimits, ...options.download }
  return {
    async send(request) {
      const url = checkUrl(request.url)
      const timeout = options.limitMs ?? EGRESS_MS
      const signal = AbortSignal.timeout(timeout)
      const way = await wayTo(url, ports, false, { signal, whenAborted: tooSlow })
      return exchange(url, { ...way, timeout }, request, signal)
    },
    download: file => downloadWith({ ...ports, limits }, file),
  }
}

const tooSlow = (): EgressError =>
  new EgressError('egress_too_slow', `no whole answer within ${EGRESS_MS / 1000} seconds`)

function exchange(
  url: URL,
  way: Pick<RequestOptions, 'agent' | 'lookup' | 'timeout'>,
  request: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const options: RequestOptions = {
    method: request.method,
    headers: { ...request.headers, 'accept-encoding': 'identity', connection: 'close' },
    signal,
    ...way,
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (error instanceof EgressError) reject(error)
      else if (signal.aborted) reject(tooSlow())
      else reject(unreachable(url, error))
    }
    const sent: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, answer => {
      readAnswer(answer).then(resolve, (error: unknown) => {
        sent.destroy()
        fail(error)
      })
    })
    sent.on('error', fail)
    // Node says nothing of a request that ends while its proxy is silent about the tunnel; `timeout` closes that connection.
    signal.addEventListener('abort', fail, { once: true })
    sent.end(request.body)
  })
}

async function readAnswer(answer: IncomingMessage): Promise<EgressAnswer> {
  const status = answer.statusCode ?? 0
  if (status >= 300 && status < 400) {
    throw new EgressError('egress_redirect', 'the answer points elsewhere; redirects are not followed')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > EGRESS_BYTES) throw new EgressError('egress_too_large', 'the answer is longer than 64 KB')
    chunks.push(chunk)
  }
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
  return {
    status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: new Uint8Array(Buffer.concat(chunks)),
  }
}
