import type { Row } from '@patchyard/protocol'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { dottedKey, searchable } from '../../database/search-columns.ts'
import { applyAdvisories } from './advisory-rows.ts'
import { osFamilyOf } from './os-family.ts'
import type { InventoryStore } from '../../storage/ports/inventory-store.ts'
import type { ReportedCatalog } from '../../storage/ports/reported-catalog.ts'
import { applyPackages, installedVersions } from './package-rows.ts'
import { applyPrograms } from './program-rows.ts'
import { applyUpdates } from './update-rows.ts'

/** See {@link InventoryStore}. */
export function createPgInventoryStore(trx: Trx, catalog: ReportedCatalog): InventoryStore {
  const subscription = sql<number>`app_subscription()`
  return {
    async sections(assetId) {
      const rows = await trx
        .selectFrom('asset_section')
        .select(['name', 'digest', 'row_count'])
        .where('asset_id', '=', assetId)
        .execute()
      return new Map(rows.map(row => [row.name, { digest: row.digest.toString('hex'), count: row.row_count }]))
    },

    async saveSection(assetId, name, state, rows) {
      const values = {
        digest: Buffer.from(state.digest, 'hex'),
        row_count: state.count,
        rows: rows === null ? null : JSON.stringify(rows),
      }
      await trx
        .insertInto('asset_section')
        .values({ asset_id: assetId, name, subscription_id: subscription, ...values })
        .onConflict(c => c.columns(['asset_id', 'name']).doUpdateSet(values))
        .execute()
      if (name === 'packages.1' || name === 'programs.1') {
        await sql`
          update asset set package_count = c.n
            from (select coalesce(sum(s.row_count), 0)::int as n from asset_section s
                   where s.asset_id = ${assetId} and s.name in ('packages.1', 'programs.1')) c
           where asset.asset_id = ${assetId} and asset.package_count <> c.n`.execute(trx)
      }
    },

    async sectionRows(assetId, name) {
      const row = await trx
        .selectFrom('asset_section')
        .select('rows')
        .where('asset_id', '=', assetId)
        .where('name', '=', name)
        .executeTakeFirst()
      return (row?.rows as Row[] | null | undefined) ?? []
    },

    applyPackages: (assetId, change) => applyPackages(trx, assetId, change),
    applyPrograms: (assetId, change) => applyPrograms(trx, assetId, change),
    applyUpdates: (assetId, change, nowMs) =>
      applyUpdates(trx, assetId, change, { internPatches: catalog.intern, nowMs }),
    applyAdvisories: (assetId, change) => applyAdvisories(trx, assetId, change, catalog.linkAdvisories),
    installedVersions: (assetId, names) => installedVersions(trx, assetId, names),

    async saveSystem(assetId, system, rows) {
      await trx
        .updateTable('asset')
        .set({
          ...(system.hostname ? searchable('name', system.hostname) : {}),
          ...(system.osName ? searchable('os_name', system.osName) : {}),
          os_id: system.osId ?? '',
          ...searchable('os_family', osFamilyOf(system.osId ?? '', system.osIdLike ?? '')),
          ...searchable('os_version', system.osVersionId ?? ''),
          os_version_key: dottedKey(system.osVersionId ?? ''),
          ...(system.arch ? searchable('architecture', system.arch) : {}),
          ...searchable('kernel', system.kernelRunning ?? ''),
          virtualization: system.virtualization ?? '',
          ...searchable('manufacturer', system.manufacturer ?? ''),
          ...searchable('model', system.model ?? ''),
          ...searchable('last_user', system.lastUser ?? ''),
          ...searchable('time_zone', system.zone ?? ''),
          provider: system.provider ?? '',
          scan_status: system.scanStatus ?? 'failed',
          scan_problems: JSON.stringify(
            [
              ...system.scanReasons.map(r => ({ code: r.subject, detail: r.text })),
              ...system.repositories
                .filter(r => r.state === 'failed')
                .map(r => ({ code: 'repository_failed', detail: `${r.id}: ${r.error}` })),
            ].slice(0, 100),
          ),
          system: JSON.stringify(Object.fromEntries(rows as [string, unknown][])),
        })
        .where('asset_id', '=', assetId)
        .execute()
    },

    async saveInterfaces(assetId, interfaces) {
      await trx.deleteFrom('asset_interface').where('asset_id', '=', assetId).execute()
      if (interfaces.length === 0) return
      await trx
        .insertInto('asset_interface')
        .values(
          interfaces.map(i => ({
            asset_id: assetId,
            subscription_id: subscription,
            address: i.address,
            ...searchable('name', i.name),
            ...searchable('mac', i.mac),
          })),
        )
        .onConflict(c => c.doNothing())
        .execute()
    },

    async saveRestart(assetId, entries) {
      await trx.deleteFrom('asset_restart').where('asset_id', '=', assetId).execute()
      if (entries.length > 0) {
        await trx
          .insertInto('asset_restart')
          .values(entries.map(e => ({ asset_id: assetId, subscription_id: subscription, ...e })))
          .onConflict(c => c.doNothing())
          .execute()
      }
      const services = entries.filter(e => e.kind === 'service' || e.kind === 'process').length
      const reboot = entries.some(e => e.kind === 'reboot' || e.kind === 'kernel')
      await trx
        .updateTable('asset')
        .set({ reboot_needed: reboot, restart_count: services })
        .where('asset_id', '=', assetId)
        .execute()
    },

    async saveScan(assetId, scan) {
      await trx
        .updateTable('asset')
        .set({ scan_started_at: new Date(scan.startedMs), scan_finished_at: new Date(scan.finishedMs) })
        .where('asset_id', '=', assetId)
        .execute()
    },

    async lastScan(assetId) {
      const row = await trx
        .selectFrom('asset')
        .select(['scan_started_at', 'scan_status'])
        .where('asset_id', '=', assetId)
        .executeTakeFirst()
      const startedMs = row?.scan_started_at?.getTime()
      return row === undefined || startedMs === undefined ? null : { startedMs, status: row.scan_status }
    },
  }
}
