import { repairedSupersedence } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import {
  readIdsOfKeys,
  readStatedEdges,
  readTrackedPatches,
  replaceEdges,
  writeSupersededBy,
} from './supersedence-store.ts'

/**
 * Works out anew which patch replaces which, of all that sources say: one edge more can close a hole far away from it. 100,000 patches
 * with their edges take seconds (bench/supersedence.ts), once after a feed has changed something of it.
 */
export async function rebuildSupersedence(trx: Trx): Promise<void> {
  const stated = await readStatedEdges(trx)
  const patches = await readTrackedPatches(trx)
  const { graph } = repairedSupersedence(patches, stated)
  await replaceEdges(trx, graph.edges)
  const keys = new Set([...patches.map(patch => patch.key), ...graph.edges.flatMap(edge => [edge.older, edge.newer])])
  const ids = await readIdsOfKeys(trx, [...keys])
  const issued = new Map(patches.map(patch => [patch.key, patch.issuedAtMs ?? 0]))
  const newest = (all: readonly string[]): number | null => {
    const known = all.filter(key => ids.has(key)).toSorted((a, b) => (issued.get(b) ?? 0) - (issued.get(a) ?? 0))
    return ids.get(known[0] ?? '') ?? null
  }
  const entries = [...ids].map(([key, id]) => ({
    id,
    by: graph.isSuperseded(key) ? newest(graph.supersededBy(key)) : null,
  }))
  await writeSupersededBy(
    trx,
    entries.map(entry => entry.id),
    entries.map(entry => entry.by),
  )
}
