import type { Clock, Random } from '@patchyard/domain'
import type { FastifyInstance } from 'fastify'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { createLogger } from '../adapters/logger.ts'
import { parseConfig } from '../config/parse-config.ts'
import { readSettings } from '../config/read-settings.ts'
import { createNodeEgress } from '../egress/adapters/node-egress.ts'
import { registerFeatures } from '../features/index.ts'
import { createServer, type Server, type ServerParts } from '../server.ts'
import type { ServerContext } from '../server-context.ts'
import type { TlsMaterial } from '../tls/tls-material.ts'
import { memoryDataFolder } from './memory-data-folder.ts'
import { testDatabase, type TestDatabase } from './test-database.ts'

/** The whole server on a database of its own. `await using server = await testServer()` ends it with the scope. */
export interface TestServer extends AsyncDisposable {
  /** `app.inject({ method, url, payload, headers })` asks without a socket. */
  readonly app: FastifyInstance
  readonly context: ServerContext
  readonly db: TestDatabase
  /** Files of the data folder, as text. */
  file(name: string): string | undefined
  /** Opens a real port on 127.0.0.1 and starts background work; the address. */
  listen(): Promise<string>
  /** Lines of the server's log so far, parsed. */
  readonly log: readonly Record<string, unknown>[]
}

export interface TestServerOptions {
  readonly clock?: Clock
  readonly random?: Random
  /** As on the command line, for example `['--public-url', 'https://patch.example']`. Without TLS, unless `tls` is given. */
  readonly argv?: readonly string[]
  /** In place of all features. */
  readonly registerFeatures?: ServerParts['registerFeatures']
  readonly pageFolder?: string
  readonly tls?: TlsMaterial
  /** Feeds are fetched when they are due; no name of a server is resolved. */
  readonly feeds?: true
}

export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = options.clock ?? systemClock
  const random = options.random ?? systemRandom
  const db = await testDatabase({ clock, random })
  const dataFolder = memoryDataFolder()
  const log: Record<string, unknown>[] = []
  let server: Server
  try {
    const config = parseConfig(
      readSettings(['--port', '0', ...(options.feeds === true ? [] : ['--no-feeds']), ...(options.argv ?? [])], {})
        .given,
      {
        isRoot: false,
        home: '/nonexistent',
        cwd: '/nonexistent',
      },
    )
    server = await createServer({
      config,
      egress: createNodeEgress({
        allowed: config.egressAllow,
        // No test asks the world, whatever is due.
        ...(options.feeds === true ? { resolve: () => Promise.reject(new Error('not in tests')) } : {}),
      }),
      database: db.database,
      databaseInfo: { version: 'test', embedded: true, slower: [] },
      clock,
      random,
      log: createLogger('debug', { write: line => void log.push(JSON.parse(line) as Record<string, unknown>) }),
      dataFolder,
      tls: options.tls ?? null,
      pageFolder: options.pageFolder ?? null,
      registerFeatures: options.registerFeatures ?? registerFeatures,
    })
  } catch (error) {
    await db[Symbol.asyncDispose]()
    throw error
  }
  return {
    app: server.app,
    context: server.context,
    db,
    log,
    file(name) {
      const bytes = dataFolder.files.get(name)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
    },
    listen: () => server.listen(),
    async [Symbol.asyncDispose]() {
      await server.stop(2000)
      await db[Symbol.asyncDispose]()
    },
  }
}
