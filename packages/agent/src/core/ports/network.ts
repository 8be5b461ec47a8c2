/**
 * The line to the server as a port, at the level of whole requests: a request's bytes in, a reply's bytes out. Nothing here knows
 * what the bytes mean, so the simulator can connect an agent to the server's handlers in memory.
 *
 * Every reply is hostile until a signature says otherwise: it has a cap, a stall rule, and is never a redirect to follow.
 */
export interface Network {
  /**
   * One request, one reply, whatever its status.
   * @throws NetworkError when no whole reply came.
   */
  exchange(request: NetworkRequest): Promise<NetworkReply>
  /**
   * Opens the bell (agent-protocol §6.6) and resolves once the server knows that it is open.
   * @throws NetworkError `E_NETWORK_NO_UPGRADE` when the other side answers but does not upgrade: poll with `exchange` then.
   */
  openBell(request: BellRequest): Promise<BellConnection>
}

export interface NetworkRequest {
  readonly method: 'GET' | 'POST'
  /** One of the protocol's constant paths; never a query. */
  readonly path: string
  /** Lower-case names. Content-Length and Host are the adapter's. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Largest reply body that is read; a larger one is `E_NETWORK_TOO_LARGE`. */
  readonly maxReplyBytes: number
  /** From the last byte sent to the first byte of the reply. */
  readonly replyWithinMs: number
  /** Take a certificate that is faultless except that it is not valid yet (agent-protocol §9: hosts with a dead clock). */
  readonly allowNotYetValid?: boolean
  readonly signal?: AbortSignal
}

export interface NetworkReply {
  readonly status: number
  /** Lower-case names; a header that came more than once has its values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface BellRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly connectWithinMs: number
  /** The server rang. */
  readonly onRing: () => void
  readonly signal?: AbortSignal
}

export interface BellConnection {
  /** Resolves when the connection is gone, for whatever reason; never rejects. */
  readonly closed: Promise<void>
  close(): void
}

export type NetworkErrorCode =
  /** Name not found, nobody answers, connection broken. */
  | 'E_NETWORK_UNREACHABLE'
  /** The server's certificate is not one we trust, or the handshake failed. */
  | 'E_NETWORK_TLS'
  /** The proxy refused or failed. */
  | 'E_NETWORK_PROXY'
  /** Nothing came in time. */
  | 'E_NETWORK_TIMEOUT'
  /** The reply came slower than 1 KiB/s over 30 s. */
  | 'E_NETWORK_STALLED'
  | 'E_NETWORK_TOO_LARGE'
  /** Not HTTP, or cut off. */
  | 'E_NETWORK_MALFORMED'
  | 'E_NETWORK_NO_UPGRADE'
  | 'E_NETWORK_ABORTED'

export class NetworkError extends Error {
  readonly code: NetworkErrorCode

  constructor(code: NetworkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'NetworkError'
    this.code = code
  }
}

/** Agent-protocol §7.2 step 1: in every 30 s of reading a reply at least 30 KiB must come, or its end. */
export const STALL_WINDOW_MS = 30_000
export const STALL_WINDOW_BYTES = 30 * 1024
