import { connect, type Socket } from 'node:net'

export interface RawReply {
  readonly status: number
  readonly body: Buffer
}

/**
 * Kept-alive connections that are given whole requests as bytes. A client that costs a tenth of the server: the load runs
 * on the same two cores, so what it takes the server does not have.
 */
export class HttpConnections {
  readonly #free: Connection[] = []
  readonly #waiting: ((connection: Connection) => void)[] = []
  readonly #all: Connection[]

  constructor(port: number, count: number) {
    this.#all = Array.from({ length: count }, () => new Connection(port))
    this.#free.push(...this.#all)
  }

  async send(request: Buffer): Promise<RawReply> {
    const connection = this.#free.pop() ?? (await new Promise<Connection>(resolve => this.#waiting.push(resolve)))
    try {
      return await connection.send(request)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free.push(connection)
      else next(connection)
    }
  }

  close(): void {
    for (const connection of this.#all) connection.close()
  }
}

class Connection {
  readonly #socket: Socket
  #heard: Buffer = Buffer.alloc(0)
  #resolve: ((reply: RawReply) => void) | null = null
  #reject: ((error: Error) => void) | null = null

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true)
    this.#socket.on('data', chunk => this.#hear(chunk))
    this.#socket.on('error', error => this.#reject?.(error))
    this.#socket.on('close', () => this.#reject?.(new Error('the server closed the connection')))
  }

  send(request: Buffer): Promise<RawReply> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#reject = null
    this.#socket.destroy()
  }

  #hear(chunk: Buffer): void {
    this.#heard = this.#heard.length === 0 ? chunk : Buffer.concat([this.#heard, chunk])
    const end = this.#heard.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#heard.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#heard.length < end + 4 + length) return
    const body = this.#heard.subarray(end + 4, end + 4 + length)
    this.#heard = Buffer.alloc(0)
    this.#resolve?.({ status: Number(head.slice(9, 12)), body })
  }
}

export function requestBytes(path: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/octet-stream\r\ncontent-length: ${body.length}\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}
