import type { Facts } from '@patchyard/protocol'
import { sql } from 'kysely'

/** 128 bits of each digest; null where the host has none, so that two hosts without one are not alike. */
export function factColumns(facts: Facts) {
  const column = (digest: string): Buffer | null => (digest === '' ? null : Buffer.from(digest, 'hex').subarray(0, 16))
  return { smbios: column(facts.smbios), machine_id: column(facts.machineId), rootfs: column(facts.rootfs) }
}

/**
 * The oldest asset that a newcomer looks like by the rule of protocol §5 (`looksLike`), or null. Two look-ups: an `or`
 * over both would read the table. Each asset_id stands in its index, so that hardware with the same number in a thousand
 * machines is walked in order and left at the first whose agent still speaks.
 */
export function lookalikeStatement(facts: Facts) {
  const { smbios, machine_id: machineId, rootfs } = factColumns(facts)
  return sql<{ asset_id: number | null }>`
    select least(
      (select a.asset_id from asset a join agent_line l on l.asset_id = a.asset_id
        where a.smbios = ${smbios}::bytea and l.standing in ('active', 'quarantined')
        order by a.asset_id limit 1),
      (select a.asset_id from asset a join agent_line l on l.asset_id = a.asset_id
        where a.machine_id = ${machineId}::bytea and a.rootfs = ${rootfs}::bytea
          and l.standing in ('active', 'quarantined')
        order by a.asset_id limit 1)
    ) as asset_id`
}
