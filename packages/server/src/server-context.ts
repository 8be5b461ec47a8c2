import type { Clock, Random } from '@patchyard/domain'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { ServerConfig } from './config/server-config.ts'
import type { DataFolder } from './data-folder.ts'
import type { Database } from './database/database.ts'
import type { Egress } from './egress/egress.ts'
import type { AgentPackages } from './http/scopes/download-scope.ts'
import type { AnswerOnce } from './http/answer-once.ts'
import type { OnLeakedKey } from './http/guards/keys-in-address.ts'
import type { PrincipalResolver } from './http/principal.ts'
import type { AnyRoute } from './http/route.ts'

/** What `registerFeatures` is given. Everything a feature needs from outside comes from here, never from globals. */
export interface ServerContext {
  readonly config: ServerConfig
  readonly database: Database
  readonly databaseInfo: DatabaseInfo
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** Secrets and small files that must survive a restart. */
  readonly dataFolder: DataFolder
  readonly address: ServerAddress
  /** The one way out of the server. */
  readonly egress: Egress
  readonly routes: RouteCollector
  readonly lifecycle: Lifecycle
  /** Installers of the agent, to be had under /download. */
  readonly agentPackages: AgentPackages
  /** Says something to the person at the terminal; secrets go here, never into the log. */
  announce(text: string): void
}

export interface DatabaseInfo {
  /** `18.4` */
  readonly version: string
  readonly embedded: boolean
  /** What is slower than it could be, for the health page: `search` where operators could not be marked leakproof. */
  readonly slower: readonly string[]
}

export interface ServerAddress {
  /** Whether people and agents reach the server by HTTPS, be it ours or a proxy's. */
  readonly https: boolean
  /** Without a trailing slash. Before the server listens it is known only if the port is: throws otherwise. */
  publicUrl(): string
  /** PEM of our own authority's certificate, for agents and browsers to trust; null with other certificates or none. */
  readonly caCertificate: string | null
}

export interface RouteCollector {
  /** Names of the routes added so far. */
  operationIds(): readonly string[]
  /** Routes under `/api/v1`. Called before the server listens; a route without `permission` stops the start. */
  add(routes: readonly AnyRoute[]): void
  /** The access feature says how requests are told apart; exactly once. Without it only public routes answer. */
  resolvePrincipalsWith(resolver: PrincipalResolver): void
  /** How a named request (`Idempotency-Key`) is done only once; without it the header means nothing. */
  answerOnceWith(answerOnce: AnswerOnce): void
  /** Who is told of keys that stand in addresses; without it they are refused all the same. */
  tellOfLeakedKeys(onLeakedKey: OnLeakedKey): void
  /**
   * The agents' door: raw bodies, constant paths, own authentication. It is registered in a scope of its own under
   * `/agent/v1`, where neither JSON parsing nor principals exist.
   */
  mountAgentDoor(plugin: FastifyPluginAsync): void
}

export interface Lifecycle {
  /** Runs when the server listens (background work starts here), in the order of registration. */
  onStart(hook: () => Promise<void>): void
  /** Runs first when the server stops: end what would wait for ever (bells, long polls, streams), begin nothing new. */
  onDrain(hook: () => Promise<void>): void
  /** Runs in reverse order when the server stops, after the last request and before the database closes. */
  onStop(hook: () => Promise<void>): void
}
