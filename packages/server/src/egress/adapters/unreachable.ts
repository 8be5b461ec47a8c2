import { EgressError } from '../egress.ts'

/** What a connection that failed is called: the proxy's refusal apart from the host's silence. */
export function unreachable(url: URL, error: unknown): EgressError {
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('ERR_PROXY')
    ? new EgressError('egress_proxy', `the proxy did not lead to ${url.host}: ${reason.slice(0, 200)}`, error)
    : new EgressError('egress_unreachable', `${url.host} did not answer: ${reason}`, error)
}
