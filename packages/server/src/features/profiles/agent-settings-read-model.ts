import {
  defaultProfileDocument,
  effectiveLicence,
  type LicenceKind,
  type ProfileDocument,
  scanIntervalS,
} from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { AgentSettings } from '../../storage/ports/agent-settings.ts'
import { documentDigest } from './document-digest.ts'

interface SettingsRow {
  licence_kind: string
  licence_end: Date | null
  check_in_s: number
  scan_every_s: number
  document: ProfileDocument | null
  digest: Buffer | null
  profile_scan_s: number | null
}

/**
 * What one agent is to do now. One statement, all by primary key but for the two default profiles. A subscription whose
 * default profiles nobody has asked for yet goes by its own intervals.
 */
export async function readAgentSettings(
  trx: Trx,
  subscriptionId: number,
  assetId: number,
  nowMs: number,
): Promise<AgentSettings> {
  const { rows } = await sql<SettingsRow>`
    select s.licence_kind, s.licence_end, s.check_in_s, s.scan_every_s,
           coalesce(c.document, d.document) as document, coalesce(c.digest, d.digest) as digest,
           coalesce(a.scan_every_s, e.scan_every_s) as profile_scan_s
      from subscription s
      left join asset_profile p on p.asset_id = ${assetId}
      left join configuration_profile c on c.id = p.configuration_id
      left join assessment_profile a on a.id = p.assessment_id
      left join configuration_profile d on d.subscription_id = s.id and d.is_default
      left join assessment_profile e on e.subscription_id = s.id and e.is_default
     where s.id = ${subscriptionId}`.execute(trx)
  const row = rows[0]
  if (row === undefined) throw new Error(`subscription ${subscriptionId} does not exist`)
  const document = row.document ?? { ...defaultProfileDocument, checkInS: row.check_in_s }
  const digest = row.digest ?? documentDigest(document)
  const licence = effectiveLicence(
    { kind: row.licence_kind as LicenceKind, limit: null, endAt: row.licence_end },
    nowMs,
  )
  return {
    checkInS: document.checkInS,
    scanEveryS: scanIntervalS(licence, row.profile_scan_s ?? row.scan_every_s),
    profile: { digest: digest.toString('hex'), document },
  }
}
