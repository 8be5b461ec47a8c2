import type { LineRecord } from '../../storage/ports/line-record.ts'
import type { Advanced, LineStore } from '../../storage/ports/line-store.ts'
import type { MemoryDatabase } from './memory-database.ts'
import type { Tenant } from './tenant.ts'

const RING = 32

/** The twin of the store on `agent_line` and `agent_notice`. */
export function createMemoryLineStore(database: MemoryDatabase, tenant: Tenant): LineStore {
  const { lines } = tenant
  const change = (assetId: number, to: (line: LineRecord) => LineRecord): void => {
    const line = lines.get(assetId)
    if (line !== undefined) lines.set(assetId, to(line))
  }
  return {
    async insert(line) {
      if (lines.has(line.assetId)) throw new Error(`asset ${line.assetId} has a line`)
      lines.set(line.assetId, line)
    },
    lock: async assetId => lines.get(assetId) ?? null,
    find: async assetId => lines.get(assetId) ?? null,
    async save(line) {
      change(line.assetId, () => line)
    },

    async advanceMany(requests, nowMs) {
      const moved: Advanced[] = []
      for (const request of requests.toSorted((a, b) => a.assetId - b.assetId)) {
        const line = lines.get(request.assetId)
        const plain =
          line !== undefined &&
          line.keyid === request.keyid &&
          line.link === request.prev &&
          request.seq > line.seq &&
          line.machine === request.machine &&
          (line.standing === 'active' || line.standing === 'pending') &&
          line.adoptMachine === null
        if (!plain) continue
        lines.set(request.assetId, {
          ...line,
          seq: request.seq,
          link: request.next,
          ring: [line.link, ...line.ring].slice(0, RING),
          boot: request.boot,
          haveManifest: request.haveManifest,
          seenAtMs: nowMs,
        })
        moved.push({
          assetId: line.assetId,
          standing: line.standing,
          manifestVersion: line.manifestVersion,
          dirty: line.workVersion !== line.manifestWork,
          inventory: line.inventory,
          agentVersion: line.agentVersion,
          zone: line.zone,
          haveRoot: line.haveRoot,
          noted: line.progress.length > 0 || line.problems.length > 0,
        })
      }
      return moved
    },

    async bumpWork(assetIds) {
      for (const assetId of new Set(assetIds)) change(assetId, l => ({ ...l, workVersion: l.workVersion + 1 }))
    },
    async setScanAfter(assetIds, atMs) {
      for (const assetId of new Set(assetIds)) {
        change(assetId, l => ({ ...l, scanAfterMs: atMs, workVersion: l.workVersion + 1 }))
      }
    },
    async countCopies(sinceMs) {
      const all = lines.rows()
      return {
        quarantined: all.filter(
          l => l.standing === 'quarantined' && l.standingWhy === 'copy' && l.standingAtMs >= sinceMs,
        ).length,
        active: all.filter(l => l.standing === 'active').length,
      }
    },
    async addNotice(notice) {
      tenant.notices.set(database.nextId('notice'), notice)
    },
  }
}
