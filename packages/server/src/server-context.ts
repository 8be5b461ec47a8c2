import type { Clock, Random } from '@patchyard/domain'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { ServerConfig } from './config/server-config.ts'
import type { Database } from './database/database.ts'
import type { PrincipalResolver } from './http/principal.ts'
import type { AnyRoute } from './http/route.ts'

/** What `registerFeatures` is given. Everything a feature needs from outside comes from here, never from globals. */
export interface ServerContext {
  readonly config: ServerConfig
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly routes: RouteCollector
  readonly lifecycle: Lifecycle
}

export interface RouteCollector {
  /** Routes under `/api/v1`. Called before the server listens; a route without `permission` stops the start. */
  add(routes: readonly AnyRoute[]): void
  /** The access feature says how requests are told apart; exactly once. Without it only public routes answer. */
  resolvePrincipalsWith(resolver: PrincipalResolver): void
  /**
   * The agents' door: raw bodies, constant paths, own authentication. It is registered in a scope of its own under
   * `/agent/v1`, where neither JSON parsing nor cookies nor principals exist.
   */
  mountAgentDoor(plugin: FastifyPluginAsync): void
}

export interface Lifecycle {
  /** Runs when the server listens (background work starts here). */
  onStart(hook: () => Promise<void>): void
  /** Runs in reverse order when the server stops, after the last request and before the database closes. */
  onStop(hook: () => Promise<void>): void
}
