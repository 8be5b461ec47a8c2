// A TCP proxy between a client and a server that does to a connection what networks do. Faults are data, one list a
// connection, so that a test can say "the reply of the second connection gets lost" and a property test can draw them.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import {
  connect as connectTls,
  createServer as createTlsServer,
  type ConnectionOptions,
  type TlsOptions,
} from 'node:tls'
import { relay, resetSocket } from './relay.ts'

/** `request`: from client to server. `reply`: from server to client. */
export type Direction = 'request' | 'reply'

export type Fault =
  /** Reset as soon as the client is connected; the server never sees it. */
  | { readonly kind: 'refuse' }
  /** Every piece arrives this much later. */
  | { readonly kind: 'delay'; readonly direction: Direction; readonly ms: number }
  | { readonly kind: 'slow'; readonly direction: Direction; readonly bytesPerSecond: number }
  /**
   * At this byte both sides get a reset, which may also take what was on its way. 0 for a reply: the server has acted,
   * the client learns nothing.
   */
  | { readonly kind: 'cut'; readonly direction: Direction; readonly afterBytes: number }
  /** After this many bytes the receiver sees a clean end: a body that is too short. */
  | { readonly kind: 'truncate'; readonly direction: Direction; readonly afterBytes: number }
  /** After this many bytes nothing arrives any more, and nobody is told. */
  | { readonly kind: 'stall'; readonly direction: Direction; readonly afterBytes: number }
  /** One bit of the byte at this offset is turned over. */
  | { readonly kind: 'corrupt'; readonly direction: Direction; readonly atByte: number }
  /** What the client sends before the first byte of the reply reaches the server once more, on a connection of its own. */
  | { readonly kind: 'duplicate' }

export interface ProxyOptions {
  readonly target: { readonly host: string; readonly port: number }
  readonly listen?: { readonly host?: string; readonly port?: number }
  /** Ends TLS in the proxy and starts it anew to the target: needed to duplicate or corrupt what is inside. */
  readonly tls?: { readonly server: TlsOptions; readonly client: ConnectionOptions }
}

/** What happened on one connection. */
export interface ProxiedConnection {
  readonly number: number
  readonly faults: readonly Fault[]
  requestBytes: number
  replyBytes: number
  open: boolean
}

export interface FaultProxy extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** All so far; the first has number 1. */
  readonly connections: readonly ProxiedConnection[]
  /** Faults of the next connection; called several times, of the following ones in order. */
  next(...faults: Fault[]): void
  /** Faults of every connection for which `next` left nothing. Default: none. */
  always(choose: (number: number) => readonly Fault[]): void
  /** Resets what is open: clients that keep connections alive come back on new ones. */
  dropConnections(): void
  close(): Promise<void>
}

export async function startFaultProxy({ target, listen = {}, tls }: ProxyOptions): Promise<FaultProxy> {
  const { host = '127.0.0.1', port = 0 } = listen
  const connections: ProxiedConnection[] = []
  const queue: (readonly Fault[])[] = []
  const sockets = new Set<Socket>()
  let always: (number: number) => readonly Fault[] = () => []

  const open = (): Socket => {
    const socket = tls
      ? connectTls({ ...tls.client, ...target })
      : connect({ ...target, allowHalfOpen: true, noDelay: true })
    track(socket)
    return socket
  }
  const track = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined) // every end of a connection is reported as 'close'
  }
  const accept = (client: Socket): void => {
    track(client)
    client.setNoDelay(true)
    const number = connections.length + 1
    const faults = queue.shift() ?? always(number)
    const connection: ProxiedConnection = { number, faults, requestBytes: 0, replyBytes: 0, open: true }
    connections.push(connection)
    if (faults.some(fault => fault.kind === 'refuse')) {
      resetSocket(client)
      connection.open = false
    } else relay(client, open, connection)
  }

  const server: Server = tls ? createTlsServer(tls.server, accept) : createServer({ allowHalfOpen: true }, accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const dropConnections = (): void => {
    for (const socket of sockets) resetSocket(socket)
  }
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      dropConnections()
    })
  return {
    host,
    port: (server.address() as AddressInfo).port,
    connections,
    next(...faults) {
      queue.push(faults)
    },
    always(choose) {
      always = choose
    },
    dropConnections,
    close,
    [Symbol.asyncDispose]: close,
  }
}
