import type { Licence } from '@patchyard/api'
import { effectiveLicence } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { readLicence } from './licence-read-model.ts'
import { licenceStore } from './licence-store.ts'

/** The page of the licence: numbers of the whole subscription, whatever the scope of who looks (reference.md §1.1). */
export async function readLicencePage(trx: Trx, nowMs: number): Promise<Licence> {
  const licence = await readLicence(trx)
  const effectiveKind = effectiveLicence(licence, nowMs)
  const used = effectiveKind === 'free' ? new Map<string, number>() : await usedByPlatform(trx)
  const total = [...used.values()].reduce((sum, n) => sum + n, 0)
  const tags = await licenceStore.listTags(trx)
  const side = (name: 'include' | 'exclude'): Licence['include'] =>
    tags.filter(tag => tag.side === name).map(tag => ({ id: tag.publicId, name: tag.name }))
  // Without a limit whoever wants one has it, so the count of now is the better one.
  const wanted = licence.limit === null && effectiveKind !== 'free' ? total : licence.wanted
  return {
    kind: licence.kind,
    effectiveKind,
    limit: licence.limit,
    endAt: licence.endAt?.toISOString() ?? null,
    used: {
      windows: used.get('windows') ?? 0,
      linux: used.get('linux') ?? 0,
      mac: used.get('macos') ?? 0,
      total,
    },
    wanted,
    percent: licence.limit === null ? null : Math.round((wanted * 100) / licence.limit),
    include: side('include'),
    exclude: side('exclude'),
    calculatedAt: licence.calculatedAt?.toISOString() ?? null,
    calculating: await licenceStore.hasChanges(trx),
  }
}

async function usedByPlatform(trx: Trx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ platform: string; n: number }>`
    select a.platform, count(*)::int as n from asset a
     where a.subscription_id = app_subscription() and a.licensed group by a.platform`.execute(trx)
  return new Map(rows.map(row => [row.platform, row.n]))
}
