import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { checkUrl, chooseAddress } from '../check-target.ts'
import { type DownloadLimits, downloadLimits } from '../download.ts'
import { type Egress, EGRESS_BYTES, EGRESS_MS, type EgressAnswer, EgressError, type EgressRequest } from '../egress.ts'
import { downloadWith } from './node-download.ts'
import { addressesOf, lookupOf, reasonOf, type Resolve, resolveName } from './pinned-target.ts'

/** `resolve`, `limitMs` and `download` are given by tests. */
export function createNodeEgress(options: {
  readonly allowed: readonly string[]
  readonly resolve?: Resolve
  readonly limitMs?: number
  readonly download?: Partial<DownloadLimits>
}): Egress {
  const { allowed, resolve = resolveName } = options
  const limits = { ...downloadLimits, ...options.download }
  return {
    async send(request) {
      const url = checkUrl(request.url)
      const signal = AbortSignal.timeout(options.limitMs ?? EGRESS_MS)
      const address = chooseAddress(url, await addressesOf(url, resolve, signal, tooSlow), allowed)
      return exchange(url, address, request, signal)
    },
    download: file => downloadWith({ allowed, resolve, limits }, file),
  }
}

const tooSlow = (): EgressError =>
  new EgressError('egress_too_slow', `no whole answer within ${EGRESS_MS / 1000} seconds`)

function exchange(url: URL, address: string, request: EgressRequest, signal: AbortSignal): Promise<EgressAnswer> {
  const options: RequestOptions = {
    method: request.method,
    headers: { ...request.headers, 'accept-encoding': 'identity', connection: 'close' },
    agent: false,
    signal,
    lookup: lookupOf(address),
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (error instanceof EgressError) reject(error)
      else if (signal.aborted) reject(tooSlow())
      else reject(new EgressError('egress_unreachable', `${url.host} did not answer: ${reasonOf(error)}`, error))
    }
    const sent: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, answer => {
      readAnswer(answer).then(resolve, (error: unknown) => {
        sent.destroy()
        fail(error)
      })
    })
    sent.on('error', fail)
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
