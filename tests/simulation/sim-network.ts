import {
  type BellRequest,
  type EventRow,
  type Network,
  NetworkError,
  type NetworkReply,
  type NetworkRequest,
} from '@patchyard/agent/testing'
import type { MemoryServer, ServerReply, ServerRequest } from '@patchyard/server/testing/memory'
import {
  createFaultyLink,
  type EventLoop,
  type FaultPlan,
  type FaultyLink,
  type SimRandom,
} from '@patchyard/testkit/simulation'
import type { FaultKind } from './fault-kinds.ts'
import { forgedReply } from './forged-reply.ts'
import type { PlantedBug } from './planted.ts'
import type { SimHost } from './sim-host.ts'

export interface HostNetwork extends Network {
  readonly link: FaultyLink<ServerRequest, ServerReply>
  /** Cuts the host off, or lets it speak without hearing. */
  cut(mode: 'none' | 'both' | 'replies'): void
}

const LOST_BELL_MS = 90_000

/** The line of one host to the server's door: requests over the faulty link, and the bell. */
export function createHostNetwork(ports: {
  host: SimHost
  peer: string
  loop: EventLoop
  random: SimRandom
  faults: FaultPlan<FaultKind>
  server: MemoryServer
  deliver: (request: ServerRequest, host: SimHost) => Promise<ServerReply>
  /** A true reply reached the host. */
  onReply: (host: SimHost, path: string, reply: ServerReply) => void
  planted: PlantedBug | null
}): HostNetwork {
  const { host, peer, loop, random, faults, server } = ports
  // Some proxies let no upgrade through.
  const upgrades = !random.chance(0.15)
  const bells = new Set<() => void>()
  const trueReplies = new WeakSet<ServerReply>()
  const link = createFaultyLink<ServerRequest, ServerReply>({
    loop,
    random,
    faults,
    deliver: async request => {
      const reply = await ports.deliver(request, host)
      trueReplies.add(reply)
      return reply
    },
    forge: forgedReply,
  })

  async function exchange(request: NetworkRequest): Promise<NetworkReply> {
    const { method, path, headers, body } = request
    const outcome = await link.exchange({ method, path, headers, body, peer }, request.replyWithinMs)
    if (outcome.kind === 'timeout') throw new NetworkError('E_NETWORK_TIMEOUT', 'no reply in time')
    if (outcome.kind === 'broken') throw new NetworkError('E_NETWORK_UNREACHABLE', 'connection broken')
    const { reply } = outcome
    if (reply.body.length > request.maxReplyBytes) throw new NetworkError('E_NETWORK_TOO_LARGE', 'too large')
    if (trueReplies.has(reply)) ports.onReply(host, path, reply)
    if (ports.planted === 'receipts unsigned' && path === '/agent/v1/events' && reply.status === 200) {
      trustReceipts(host, body)
    }
    return reply
  }

  async function openBell(request: BellRequest) {
    await loop.sleep(1 + random.delayMs(30))
    if (!upgrades) throw new NetworkError('E_NETWORK_NO_UPGRADE', 'the proxy does not upgrade')
    if (link.cut !== 'none') throw new NetworkError('E_NETWORK_UNREACHABLE', 'cut off')
    let takeDown = (): void => {}
    let gone = (): void => {}
    const closed = new Promise<void>(resolve => {
      gone = () => {
        takeDown()
        bells.delete(gone)
        resolve()
      }
    })
    const ring = (): void => {
      if (faults.fires('bell ring lost', 0.2)) return
      loop.after(1 + random.delayMs(30), () => {
        if (link.cut === 'none') request.onRing()
      })
    }
    const { path, headers } = request
    try {
      const asked = { method: 'GET' as const, path, headers, body: new Uint8Array(0), peer }
      takeDown = await server.openBell(asked, ring, () => loop.after(1, gone))
    } catch {
      throw new NetworkError('E_NETWORK_UNREACHABLE', 'the bell was refused')
    }
    bells.add(gone)
    request.signal?.addEventListener('abort', gone, { once: true })
    return { closed, close: gone }
  }

  return {
    link,
    exchange,
    openBell,
    cut(mode) {
      link.cut = mode
      if (mode === 'none') return
      // Pings find out.
      const lost = [...bells]
      loop.after(LOST_BELL_MS, () => {
        for (const gone of lost) gone()
      })
    },
  }
}

/** The planted mistake. */
function trustReceipts(host: SimHost, body: Uint8Array): void {
  if (body[0] !== 0x7b) return
  const { events } = JSON.parse(Buffer.from(body).toString('utf8')) as { events: string[] }
  const rows = host.journal.tables.get('event') as Map<string, EventRow>
  for (const [key, row] of rows) if (events.includes(row.text)) rows.set(key, { ...row, waiting: 0 })
}
