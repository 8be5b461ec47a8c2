import { lookup } from 'node:dns/promises'
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { checkUrl, chooseAddress } from '../check-target.ts'
import { type Egress, EGRESS_BYTES, EGRESS_MS, type EgressAnswer, EgressError, type EgressRequest } from '../egress.ts'
import { isIpAddress } from '../../config/ip-address.ts'

type Resolve = (host: string) => Promise<readonly string[]>

const resolveName: Resolve = async host => (await lookup(host, { all: true })).map(one => one.address)

/** `resolve` and `limitMs` are given by tests. */
export function createNodeEgress(options: {
  readonly allowed: readonly string[]
  readonly resolve?: Resolve
  readonly limitMs?: number
}): Egress {
  const resolve = options.resolve ?? resolveName
  return {
    async send(request) {
      const url = checkUrl(request.url)
      const signal = AbortSignal.timeout(options.limitMs ?? EGRESS_MS)
      const address = chooseAddress(url, await addressesOf(url, resolve, signal), options.allowed)
      return exchange(url, address, request, signal)
    },
  }
}

async function addressesOf(url: URL, resolve: Resolve, signal: AbortSignal): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIpAddress(host)) return [host]
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(tooSlow()), { once: true })
  })
  try {
    return await Promise.race([resolve(host), aborted])
  } catch (error) {
    if (error instanceof EgressError) throw error
    throw new EgressError('egress_unresolved', `${host} has no address`, error)
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
    // The address that was checked, whatever the name stands for a moment later (S10.2). Certificate and Host stay the name's.
    lookup: (_host, _options, answer) => {
      const family = address.includes(':') ? 6 : 4
      const give = answer as (error: null, found: unknown, family?: number) => void
      if ((_options as { all?: boolean }).all === true) give(null, [{ address, family }])
      else give(null, address, family)
    },
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

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
