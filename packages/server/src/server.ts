import type { Clock, Random } from '@patchyard/domain'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { ServerConfig } from './config/server-config.ts'
import type { DataFolder } from './data-folder.ts'
import type { Database } from './database/database.ts'
import type { Egress } from './egress/egress.ts'
import { Problem } from './errors/problem.ts'
import { StartError } from './errors/start-error.ts'
import { createApp } from './http/app.ts'
import type { AnswerOnce } from './http/answer-once.ts'
import type { AgentPackages } from './http/scopes/download-scope.ts'
import type { OnLeakedKey } from './http/guards/keys-in-address.ts'
import type { PrincipalResolver } from './http/principal.ts'
import type { AnyRoute } from './http/route.ts'
import { createLifecycle } from './lifecycle.ts'
import { localUrl, withPort } from './public-address.ts'
import type { DatabaseInfo, ServerContext } from './server-context.ts'
import type { TlsMaterial } from './tls/tls-material.ts'

export interface ServerParts {
  readonly config: ServerConfig
  readonly database: Database
  readonly databaseInfo: DatabaseInfo
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly dataFolder: DataFolder
  readonly egress: Egress
  /** What to present; null: plain HTTP. */
  readonly tls: TlsMaterial | null
  readonly pageFolder: string | null
  /** Default: none to hand out. */
  readonly agentPackages?: AgentPackages
  /** Where words for the person at the terminal go; default: nowhere. */
  readonly announce?: (text: string) => void
  readonly registerFeatures: (context: ServerContext) => Promise<void>
}

export interface Server {
  /** For requests without a socket (`app.inject`). */
  readonly app: FastifyInstance
  readonly context: ServerContext
  /** Listens and starts background work. Resolves with the address that people and agents use. */
  listen(): Promise<string>
  /** Answers what is in flight, at most for `drainMs`, then ends; safe to call twice. The database stays open. */
  stop(drainMs?: number): Promise<void>
}

const drainDefaultMs = 20_000

/** Puts the parts together. Nothing listens yet. Throws StartError. */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { config, log, clock } = parts
  let stopping: Promise<void> | null = null
  let port = config.port
  const lifecycle = createLifecycle((phase, error) => log.error({ err: error, phase }, 'a part did not stop cleanly'))
  const collected = collectRoutes()
  const https = config.publicUrl === null ? parts.tls !== null : config.publicUrl.startsWith('https:')
  const publicUrl = (): string => {
    if (config.publicUrl !== null) return withPort(config.publicUrl, port)
    if (port === 0) throw new Error('the port is not known before the server listens')
    return localUrl(parts.tls !== null, config.host, port)
  }
  const agentPackages = parts.agentPackages ?? { folder: '/nonexistent', files: [] }
  const context: ServerContext = {
    config,
    database: parts.database,
    databaseInfo: parts.databaseInfo,
    clock,
    random: parts.random,
    log,
    dataFolder: parts.dataFolder,
    egress: parts.egress,
    address: { https, publicUrl, caCertificate: parts.tls?.ca ?? null },
    routes: collected,
    lifecycle,
    agentPackages,
    announce: parts.announce ?? (() => undefined),
  }
  await parts.registerFeatures(context)

  const app = await createApp({
    log,
    clock,
    random: parts.random,
    database: parts.database,
    tls: parts.tls,
    // With a certificate of our own authority HSTS would take away the way past the browser's warning.
    hsts: https && config.tls.kind !== 'ownCa',
    trustedProxies: config.trustedProxies,
    routes: collected.routes,
    resolvePrincipal: collected.resolver,
    answerOnce: collected.answerOnce,
    onLeakedKey: collected.onLeakedKey,
    agentDoor: collected.door,
    pageFolder: parts.pageFolder,
    agentPackages,
    isOwnOrigin: origin => isOwnOrigin(origin, config.publicUrl, port),
    isStopping: () => stopping !== null,
  })

  async function cutOffAfter(drainMs: number, drained: AbortSignal): Promise<void> {
    try {
      await clock.sleep(drainMs, drained)
    } catch {
      return
    }
    log.warn({ drainMs }, 'requests did not end in time and are cut off')
    app.server.closeAllConnections()
  }

  async function stop(drainMs: number): Promise<void> {
    await lifecycle.drain()
    const drained = new AbortController()
    const closed = app.close().finally(() => drained.abort())
    await Promise.all([closed, cutOffAfter(drainMs, drained.signal)])
    await lifecycle.stop()
  }

  return {
    app,
    context,
    async listen() {
      port = await listenOn(app, config)
      await lifecycle.start()
      return publicUrl()
    },
    stop(drainMs = drainDefaultMs) {
      stopping ??= stop(drainMs)
      return stopping
    },
  }
}

async function listenOn(app: FastifyInstance, config: ServerConfig): Promise<number> {
  // Machines without IPv6 have no `::`.
  const hosts = config.host === '::' ? ['::', '0.0.0.0'] : [config.host]
  let reason: unknown
  for (const host of hosts) {
    try {
      await app.listen({ host, port: config.port, backlog: 4096 })
      const [address] = app.addresses()
      return typeof address === 'object' ? address.port : config.port
    } catch (error) {
      reason = error
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') break
    }
  }
  const text = reason instanceof Error ? reason.message : String(reason)
  throw new StartError('listen', `cannot listen on ${config.host} port ${config.port}: ${text}`, reason)
}

/** The public address, and the ways to reach the server from its own machine. */
function isOwnOrigin(origin: string, publicUrl: string | null, port: number): boolean {
  const own = ['localhost', '127.0.0.1', '[::1]'].flatMap(host => [`http://${host}:${port}`, `https://${host}:${port}`])
  return own.includes(origin) || (publicUrl !== null && origin === withPort(publicUrl, port))
}

function collectRoutes(): ServerContext['routes'] & {
  readonly routes: readonly AnyRoute[]
  readonly resolver: PrincipalResolver
  readonly answerOnce: AnswerOnce | null
  readonly onLeakedKey: OnLeakedKey
  readonly door: FastifyPluginAsync | null
} {
  const routes: AnyRoute[] = []
  let resolver: PrincipalResolver | null = null
  let answerOnce: AnswerOnce | null = null
  let onLeakedKey: OnLeakedKey | null = null
  let door: FastifyPluginAsync | null = null
  const once = (present: unknown, what: string): void => {
    if (present !== null) throw new Error(`${what} is registered twice`)
  }
  return {
    routes,
    get resolver() {
      return resolver ?? (() => Promise.reject(new Problem('unauthenticated')))
    },
    get answerOnce() {
      return answerOnce
    },
    get onLeakedKey() {
      return onLeakedKey ?? (() => Promise.resolve())
    },
    get door() {
      return door
    },
    add: more => void routes.push(...more),
    operationIds: () => routes.map(route => route.operationId),
    resolvePrincipalsWith(next) {
      once(resolver, 'the principal resolver')
      resolver = next
    },
    answerOnceWith(next) {
      once(answerOnce, 'what does named requests once')
      answerOnce = next
    },
    tellOfLeakedKeys(next) {
      once(onLeakedKey, 'who is told of leaked keys')
      onLeakedKey = next
    },
    mountAgentDoor(next) {
      once(door, "the agents' door")
      door = next
    },
  }
}
