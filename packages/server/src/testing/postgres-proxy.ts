import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import type { PoolTarget } from '../database/pool.ts'

/** What happens to a connection when its client says `commit`. */
export type AtCommit = 'pass' | 'lose the request' | 'lose the reply'

/** Stands between a pool and PostgreSQL and breaks connections at the worst moment. */
export interface PostgresProxy extends AsyncDisposable {
  readonly target: PoolTarget
  atCommit: AtCommit
  /** Breaks every connection, and refuses new ones until it is set back. */
  away: boolean
}

export async function postgresProxy(target: PoolTarget): Promise<PostgresProxy> {
  const open = new Set<Socket>()
  const state = { atCommit: 'pass' as AtCommit, away: false }
  const server = createServer(client => {
    if (state.away) return client.destroy()
    const upstream = target.host.startsWith('/')
      ? connect({ path: join(target.host, `.s.PGSQL.${target.port}`) })
      : connect({ host: target.host, port: target.port })
    const cut = (): void => {
      client.destroy()
      upstream.destroy()
    }
    let deaf = false
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => open.delete(socket))
    }
    client.on('data', (bytes: Buffer) => {
      // A simple query message: `Q`, length, text, NUL.
      const commits = bytes.subarray(5).toString('latin1') === 'commit\0'
      if (commits && state.atCommit === 'lose the request') return cut()
      if (commits && state.atCommit === 'lose the reply') deaf = true
      upstream.write(bytes)
    })
    upstream.on('data', bytes => (deaf ? cut() : client.write(bytes)))
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    target: { ...target, host: '127.0.0.1', port },
    get atCommit() {
      return state.atCommit
    },
    set atCommit(next) {
      state.atCommit = next
    },
    get away() {
      return state.away
    },
    set away(next) {
      state.away = next
      if (next) for (const socket of open) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
