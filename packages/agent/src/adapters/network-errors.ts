import { messageOf } from '../core/message-of.ts'
import { NetworkError, type NetworkErrorCode } from '../core/ports/network.ts'

/** Node's and OpenSSL's codes as ours; the sentence keeps theirs, because that is what people search for. */
export function toNetworkError(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error
  const code = codeOf(error)
  const text = messageOf(error)
  return new NetworkError(kindOf(code), code === '' || text.includes(code) ? text : `${code}: ${text}`, {
    cause: error,
  })
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

function kindOf(code: string): NetworkErrorCode {
  if (code.startsWith('ERR_PROXY')) return 'E_NETWORK_PROXY'
  if (code.startsWith('HPE_')) return 'E_NETWORK_MALFORMED'
  if (code === 'ETIMEDOUT') return 'E_NETWORK_TIMEOUT'
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_)/.test(code))
    return 'E_NETWORK_TLS'
  return 'E_NETWORK_UNREACHABLE'
}
