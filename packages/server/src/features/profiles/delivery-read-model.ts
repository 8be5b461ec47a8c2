import type { ProfileDelivery } from '@patchyard/api'
import { PROFILES_FEATURE } from '@patchyard/protocol'
import { sql } from 'kysely'

export interface DeliveryRow {
  standing: string
  features: string[]
  work_version: number
  manifest_work: number
  manifest_version: number
  have_manifest: number
  has_settings: boolean
}

/** Of `agent_line l`. */
export const deliveryColumns = sql`l.standing, l.features, l.work_version, l.manifest_work, l.manifest_version,
  l.have_manifest, l.settings_digest is not null as has_settings`

/** Whether the agent has what its profiles say now. Pure. */
export function deliveryOf(row: DeliveryRow): ProfileDelivery {
  if (row.standing !== 'active') return 'inactive'
  if (!row.features.includes(PROFILES_FEATURE)) return 'unsupported'
  const made = row.has_settings && row.work_version === row.manifest_work
  return made && row.have_manifest === row.manifest_version ? 'taken' : 'waiting'
}
