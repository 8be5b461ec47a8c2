import { createHash, X509Certificate } from 'node:crypto'
import type { Cursors } from '../../paging/cursor.ts'
import type { ServerContext } from '../../server-context.ts'
import { createBellNotices } from './bell-notices.ts'
import { createBellTower } from './door/bell-tower.ts'
import { threadPoolVerify } from './door/adapters/thread-pool-verify.ts'
import { createDoor } from './door/door.ts'
import { doorPlugin } from './door/door-plugin.ts'
import type { Trx } from '../../database/database.ts'
import type { Matching } from '../../storage/ports/matching.ts'
import { createPgStorage } from '../../storage/pg-storage.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { type ActivationKeys, createActivationKeys } from './management/activation-keys-service.ts'
import { agentsRoutes } from './management/agents-routes.ts'
import { createAgentsService } from './management/agents-service.ts'
import { installCommands } from './management/install-command.ts'
import { type Director, openDirector } from './trust/director.ts'

export interface AgentsFeature {
  readonly director: Director
  readonly activationKeys: ActivationKeys
  /** Wakes the agents of these assets, wherever they are connected. */
  ring(subscriptionId: number, assetIds: readonly number[]): void
}

/** Agents: trust, door, bells, and what people do with them. */
export async function registerAgents(
  context: ServerContext,
  cursors: Cursors,
  onRunTouched: (subscriptionId: number, runId: number) => Promise<void>,
  tags: TagFollower,
  matching: (trx: Trx) => Matching,
): Promise<AgentsFeature> {
  const { database, clock, random, log, routes, lifecycle } = context
  const director = await openDirector({ database, files: context.dataFolder, clock, random })
  const bells = createBellTower(clock)
  const storage = createPgStorage({ database, random, matching, tags, onRunTouched })
  const door = createDoor({ storage, director, clock, random, bells, verify: threadPoolVerify })
  routes.mountAgentDoor(doorPlugin({ door, bells, clock }))
  const notices = createBellNotices({
    processId: random.uuid(),
    database,
    bells,
    clock,
    onFailure: error => log.warn({ err: error }, 'bells not rung elsewhere; agents check in at their next interval'),
  })
  lifecycle.onStart(() => notices.start())
  lifecycle.onDrain(() => {
    bells.close()
    return Promise.resolve()
  })
  lifecycle.onStop(() => notices.stop())

  const service = createAgentsService({ database, clock, tags, onWork: notices.ring })
  const activationKeys = createActivationKeys({
    database,
    clock,
    random,
    director,
    cursors,
    installs: key =>
      installCommands({
        publicUrl: context.address.publicUrl(),
        ownAuthority: context.address.caCertificate !== null,
        packages: context.agentPackages,
        key,
      }),
    caPin: () => (context.address.caCertificate === null ? null : pinOf(context.address.caCertificate)),
  })
  routes.add(agentsRoutes({ service, activationKeys, database, clock, cursors }))
  return { director, activationKeys, ring: notices.ring }
}

/** SHA-256 of the SubjectPublicKeyInfo: what an activation key carries of our own authority. */
function pinOf(pem: string): Uint8Array {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest()
}
