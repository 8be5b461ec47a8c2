import { gunzipBody, isGzip, limits } from '@patchyard/protocol'
import {
  createMemoryServer,
  DatabaseAway,
  type MemoryServer,
  type ServerReply,
  type ServerRequest,
  UnknownOutcome,
} from '@patchyard/server/testing/memory'
import type { MemorySettings } from '@patchyard/server/testing/memory'
import type { EventLog, EventLoop, FaultPlan, SimRandom } from '@patchyard/testkit/simulation'
import type { FaultKind } from './fault-kinds.ts'
import type { PlantedBug } from './planted.ts'
import type { SimHost } from './sim-host.ts'

/** The server of a world: the door with a database that has its moods, watched at its own doorstep. */
export interface SimServer {
  readonly server: MemoryServer
  deliver(request: ServerRequest, host: SimHost): Promise<ServerReply>
  /** The database does not answer until then (virtual ms). */
  databaseAwayUntilMs: number
}

export function createSimServer(ports: {
  loop: EventLoop
  log: EventLog
  random: SimRandom
  faults: FaultPlan<FaultKind>
  planted: PlantedBug | null
  settings: MemorySettings
}): SimServer {
  const { loop, log, random, faults } = ports
  const slow = random.chance(0.3)
  const server = createMemoryServer({
    clock: loop,
    random: random.fork('server'),
    settings: ports.settings,
    faults: {
      async before() {
        // What is arranged before time begins cannot wait for it.
        if (loop.steps === 0) return
        if (loop.monotonicMs() < sim.databaseAwayUntilMs) {
          await loop.sleep(random.between(1, 50))
          throw new DatabaseAway(new Error('simulated'))
        }
        if (slow) await loop.sleep(random.delayMs(5))
      },
      atCommit() {
        if (loop.steps === 0) return 'commit'
        if (ports.planted === 'commit forgotten' && random.chance(0.01)) return 'forgotten'
        if (faults.fires('commit lost before', 0.004)) return 'lostBefore'
        if (faults.fires('commit lost after', 0.004)) return 'lostAfter'
        return faults.fires('transaction done again', 0.01) ? 'rerun' : 'commit'
      },
      unknownOutcome: () => new UnknownOutcome(new Error('simulated')),
      async after() {
        if (slow && loop.steps > 0) await loop.sleep(random.delayMs(5))
      },
    },
  })

  const sim: SimServer = {
    server,
    databaseAwayUntilMs: 0,
    async deliver(request, host) {
      const reply = await server.handle(request)
      log.add('server', 'answered', { to: host.name, path: request.path, status: reply.status })
      if (reply.status === 200) checkKept(request, host)
      return reply
    },
  }

  /** I4: what was answered with 200 is in the database. */
  function checkKept(request: ServerRequest, host: SimHost): void {
    if (!linkedPaths.includes(request.path)) return
    const body = bodyOf(request)
    const keyid = /keyid="([0-9a-f]{64})"/.exec(request.headers['signature-input'] ?? '')?.[1] ?? ''
    const line = server.tenant.lines.rows().find(one => one.keyid === keyid)
    const { next } = body.link
    if (line === undefined || (line.link !== next && !line.ring.includes(next))) {
      log.add('server', 'lost write', { of: host.name, path: request.path })
    }
    for (const text of body.events ?? []) {
      const { task, n } = JSON.parse(text) as { task: string; n: number }
      if (line !== undefined && !server.tenant.events.has(`${line.assetId} ${task} ${n}`)) {
        log.add('server', 'lost write', { of: host.name, path: request.path, task, n })
      }
    }
  }
  return sim
}

const linkedPaths: readonly string[] = ['/agent/v1/checkin', '/agent/v1/report', '/agent/v1/events']

function bodyOf({ body }: ServerRequest): { link: { next: string }; events?: string[] } {
  const bytes = Buffer.from(body)
  const plain = isGzip(bytes) ? gunzipBody(bytes, 2 * limits.replyBytes) : bytes
  return JSON.parse(plain.toString('utf8')) as { link: { next: string }; events?: string[] }
}
