import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { checkUrl } from '../check-target.ts'
import type { Download, Downloaded, DownloadLimits } from '../download.ts'
import { EgressError } from '../egress.ts'
import { unreachable } from './unreachable.ts'
import { type WayPorts, wayTo } from './way-to.ts'

export interface DownloadPorts extends WayPorts {
  readonly limits: DownloadLimits
}

/** One file, over at most `limits.redirects` redirects, each of which is checked as if somebody had written it. */
export async function downloadWith(ports: DownloadPorts, file: Download): Promise<Downloaded> {
  const { limits } = ports
  const headers = headersOf(file)
  const whole = new AbortController()
  const timer = setTimeout(
    () => whole.abort(tooSlow(`the file was not there within ${limits.wholeMs / 1000} seconds`)),
    limits.wholeMs,
  )
  const signal = file.signal === undefined ? whole.signal : AbortSignal.any([whole.signal, file.signal])
  try {
    const first = checkUrl(file.url)
    let url = first
    for (let hop = 0; ; hop += 1) {
      // What an operator wrote without TLS may stay at that host so; nobody is led from TLS to none.
      const allowHttp = file.allowHttp && first.protocol === 'http:' && url.hostname === first.hostname
      const way = await wayTo(url, ports, allowHttp, { signal, whenAborted: () => signal.reason as unknown })
      const found = await exchange({ url, way, headers, signal, stallMs: limits.stallMs }, file)
      if (!('location' in found)) return found
      if (hop === limits.redirects) {
        throw new EgressError('egress_redirect', `more than ${limits.redirects} redirects`)
      }
      url = nextUrl(url, found.location)
    }
  } finally {
    clearTimeout(timer)
  }
}

const VALUE = /^[\x20-\x7e]{0,1000}$/

/** What could not be sent back is as if it was not there: the next request would be refused here, and each one after it. */
const sendable = (value = ''): string => (VALUE.test(value) ? value : '')

const tooSlow = (message: string): EgressError => new EgressError('egress_too_slow', message)

function headersOf(file: Download): Record<string, string> {
  const own = {
    ...file.headers,
    ...(file.etag ? { 'if-none-match': file.etag } : {}),
    ...(file.lastModified ? { 'if-modified-since': file.lastModified } : {}),
  }
  for (const [name, value] of Object.entries(own)) {
    if (/^host$/i.test(name) || !/^[A-Za-z0-9-]{1,100}$/.test(name) || !VALUE.test(value))
      throw new EgressError('egress_header', `the header "${name.slice(0, 40)}" cannot be sent`)
  }
  // Packed bodies are for the readers of feeds, who unpack within limits: what is asked for is the file as it is.
  return { 'user-agent': 'Patchyard', ...own, 'accept-encoding': 'identity', connection: 'close' }
}

function nextUrl(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw new EgressError('egress_redirect', 'a redirect to what is no address')
  const next = new URL(location, from.href)
  next.hash = ''
  checkUrl(next.href)
  if (from.protocol === 'https:' && next.protocol === 'http:')
    throw new EgressError('egress_redirect', 'a redirect that leaves TLS')
  return next
}

interface Hop {
  readonly url: URL
  readonly way: Pick<RequestOptions, 'agent' | 'lookup'>
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
  readonly stallMs: number
}

async function exchange(hop: Hop, file: Download): Promise<Downloaded | { readonly location: string }> {
  const { url, stallMs } = hop
  const stalled = new AbortController()
  const stall = setTimeout(
    () => stalled.abort(tooSlow(`${url.host} sent nothing for ${stallMs / 1000} seconds`)),
    stallMs,
  )
  const signal = AbortSignal.any([hop.signal, stalled.signal])
  let sent: ClientRequest | null = null
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest
      sent = send(
        url,
        { headers: hop.headers, signal, timeout: stallMs, maxHeaderSize: 32 * 1024, ...hop.way },
        resolve,
      )
      sent.on('error', reject)
      // Node says nothing of a request that ends while its proxy is silent about the tunnel; `timeout` closes that connection.
      sent.on('close', () => reject(new Error('it was closed')))
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      sent.end()
    })
    return await readAnswer(url, answer, file, stall)
  } catch (error) {
    if (error instanceof SinkError) throw error.cause
    if (signal.aborted) throw signal.reason
    if (error instanceof EgressError) throw error
    throw unreachable(url, error)
  } finally {
    clearTimeout(stall)
    ;(sent as ClientRequest | null)?.destroy()
  }
}

/** What the sink threw, told apart from what the connection did. */
class SinkError extends Error {}

async function readAnswer(
  url: URL,
  answer: IncomingMessage,
  file: Download,
  stall: NodeJS.Timeout,
): Promise<Downloaded | { readonly location: string }> {
  const status = answer.statusCode ?? 0
  const { location } = answer.headers
  // To who asked for the file itself, it says nothing.
  if (status === 304 && (file.etag || file.lastModified)) return { state: 'unchanged' }
  if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) return { location }
  if (status !== 200) throw new EgressError('egress_status', `${url.host} answered ${status}`)
  const encoding = answer.headers['content-encoding'] ?? 'identity'
  // Files that lie gzipped on a disk are often called so, whatever was asked for; readers of feeds know gzip by its first bytes.
  if (!['identity', 'gzip', 'x-gzip', ''].includes(encoding))
    throw new EgressError('egress_encoding', `${url.host} packed the answer as ${encoding.slice(0, 40)}`)
  const tooLarge = (): EgressError =>
    new EgressError('egress_too_large', `the file of ${url.host} is larger than ${file.maxBytes} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > file.maxBytes) throw tooLarge()
  let bytes = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      stall.refresh()
      bytes += chunk.length
      if (bytes > file.maxBytes) throw tooLarge()
      await file.write(chunk).catch((error: unknown) => {
        throw new SinkError('', { cause: error })
      })
      stall.refresh()
    }
  } catch (error) {
    if (answer.complete || error instanceof EgressError || error instanceof SinkError) throw error
    if (isCutOff(error)) throw new EgressError('egress_cut_off', `${url.host} hung up after ${bytes} bytes`, error)
    throw error
  }
  return {
    state: 'new',
    bytes,
    etag: sendable(answer.headers.etag),
    lastModified: sendable(answer.headers['last-modified']),
    url: url.href,
  }
}

const isCutOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
