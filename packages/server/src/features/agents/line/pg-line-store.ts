import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { AgentLineTable } from '../../../database/schema.gen.ts'
import { dottedKey } from '../../../database/search-columns.ts'
import type { Selectable } from 'kysely'
import type { AgentProblem, LineRecord, SpeakerNote, TaskProgress } from '../../../storage/ports/line-record.ts'
import type { Advanced, AdvanceRequest, LineStore } from '../../../storage/ports/line-store.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const hex = (value: Buffer): string => value.toString('hex')
const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
const LINK_BYTES = 16

/** See {@link LineStore}. */
export function createPgLineStore(trx: Trx): LineStore {
  return {
    async insert(line) {
      await trx
        .insertInto('agent_line')
        .values({ asset_id: line.assetId, ...columnsOf(line) })
        .execute()
    },

    async lock(assetId) {
      const row = await trx
        .selectFrom('agent_line')
        .selectAll()
        .where('asset_id', '=', assetId)
        .forUpdate()
        .executeTakeFirst()
      return row === undefined ? null : recordOf(row)
    },

    async find(assetId) {
      const row = await trx.selectFrom('agent_line').selectAll().where('asset_id', '=', assetId).executeTakeFirst()
      return row === undefined ? null : recordOf(row)
    },

    async save(line) {
      await trx.updateTable('agent_line').set(columnsOf(line)).where('asset_id', '=', line.assetId).execute()
    },

    async advanceMany(requests, nowMs) {
      const sorted = requests.toSorted((a, b) => a.assetId - b.assetId)
      const rows = await advanceStatement(sorted, new Date(nowMs)).execute(trx)
      return rows.rows.map(advancedOf)
    },

    async bumpWork(assetIds) {
      if (assetIds.length === 0) return
      // Locked in id order first: two jobs over the same assets would otherwise deadlock.
      await sql`
        with locked as (
          select agent_line.asset_id from agent_line
           where agent_line.asset_id = any(${[...assetIds]}::bigint[]) order by agent_line.asset_id for update
        )
        update agent_line set work_version = agent_line.work_version + 1
          from locked where locked.asset_id = agent_line.asset_id`.execute(trx)
    },

    async setScanAfter(assetIds, atMs) {
      await sql`
        update agent_line set scan_after = ${new Date(atMs)}, work_version = agent_line.work_version + 1
         where agent_line.asset_id = any(${[...assetIds]}::bigint[])`.execute(trx)
    },

    async countCopies(sinceMs) {
      const row = await trx
        .selectFrom('agent_line')
        .select(b => [
          b.fn
            .countAll<number>()
            .filterWhere(e =>
              e.and([
                e('standing', '=', 'quarantined'),
                e('standing_why', '=', 'copy'),
                e('standing_at', '>=', new Date(sinceMs)),
              ]),
            )
            .as('quarantined'),
          b.fn.countAll<number>().filterWhere('standing', '=', 'active').as('active'),
        ])
        .executeTakeFirstOrThrow()
      return row
    },

    async addNotice(notice) {
      await trx
        .insertInto('agent_notice')
        .values(eb => ({
          asset_id: notice.assetId,
          subscription_id: sql<number>`app_subscription()`,
          at: new Date(notice.atMs),
          kind: notice.kind,
          detail: eb.val(JSON.stringify(notice.detail)),
        }))
        .execute()
    },
  }
}

/**
 * The hot statement (protocol §4 "Several server processes"). Measured: bench/checkin.ts. `ring` keeps 32 links of 16
 * bytes; the order of the arrays is the order in which rows are locked.
 */
function advanceStatement(requests: readonly AdvanceRequest[], now: Date) {
  return sql<AdvancedRow>`
    with v as (
      select * from unnest(
        ${requests.map(r => r.assetId)}::bigint[], ${requests.map(r => bytes(r.keyid))}::bytea[],
        ${requests.map(r => bytes(r.prev))}::bytea[], ${requests.map(r => bytes(r.next))}::bytea[],
        ${requests.map(r => r.seq)}::bigint[], ${requests.map(r => bytes(r.machine))}::bytea[],
        ${requests.map(r => bytes(r.boot))}::bytea[], ${requests.map(r => r.haveManifest)}::bigint[]
      ) as t(asset_id, key_id, prev, next, seq, machine, boot, have_manifest)
    ), locked as (
      select a.asset_id, v.next, v.seq, v.boot, v.have_manifest
        from agent_line a join v on v.asset_id = a.asset_id
       where a.key_id = v.key_id and a.link = v.prev and v.seq > a.seq and a.machine = v.machine
         and a.standing in ('active', 'pending') and a.adopt_machine is null
       order by a.asset_id for update of a
    )
    update agent_line a
       set seq = l.seq, link = l.next, ring = substr(a.link || a.ring, 1, ${32 * LINK_BYTES}), boot = l.boot,
           have_manifest = l.have_manifest, seen_at = ${now}
      from locked l
     where a.asset_id = l.asset_id
    returning a.asset_id, a.standing, a.manifest_version, a.work_version <> a.manifest_work as dirty, a.inventory,
              a.agent_version, a.zone, a.have_root, (a.progress <> '[]' or a.problems <> '[]') as noted`
}

interface AdvancedRow {
  asset_id: number
  standing: 'active' | 'pending'
  manifest_version: number
  dirty: boolean
  inventory: Buffer | null
  agent_version: string
  zone: string
  have_root: number
  noted: boolean
}

function advancedOf(row: AdvancedRow): Advanced {
  return {
    assetId: row.asset_id,
    standing: row.standing,
    manifestVersion: row.manifest_version,
    dirty: row.dirty,
    inventory: row.inventory === null ? null : hex(row.inventory),
    agentVersion: row.agent_version,
    zone: row.zone,
    haveRoot: row.have_root,
    noted: row.noted,
  }
}

function columnsOf(line: LineRecord) {
  return {
    subscription_id: line.subscriptionId,
    public_id: line.agentId,
    key_id: bytes(line.keyid),
    standing: line.standing,
    standing_why: line.standingWhy,
    standing_at: new Date(line.standingAtMs),
    seq: line.seq,
    link: bytes(line.link),
    ring: bytes(line.ring.join('')),
    machine: bytes(line.machine),
    machine_at: date(line.machineAtMs),
    adopt_machine: line.adoptMachine === null ? null : bytes(line.adoptMachine),
    adopt_at: date(line.adoptAtMs),
    boot: bytes(line.boot),
    seen_at: new Date(line.seenAtMs),
    address: line.address,
    manifest_version: line.manifestVersion,
    work_version: line.workVersion,
    manifest_work: line.manifestWork,
    manifest_expires: date(line.manifestExpiresMs),
    inventory: line.inventory === null ? null : bytes(line.inventory),
    scan_after: date(line.scanAfterMs),
    noticed_at: date(line.noticedAtMs),
    have_root: line.haveRoot,
    speakers: JSON.stringify(line.speakers),
    progress: JSON.stringify(line.progress),
    problems: JSON.stringify(line.problems),
    agent_version: line.agentVersion,
    agent_version_key: dottedKey(line.agentVersion),
    features: [...line.features],
    zone: line.zone,
    clock_off_ms: line.clockOffMs,
    quota_day: line.quotaDay,
    quota_names: line.quotaNames,
    quota_events: line.quotaEvents,
    settings_digest: line.settingsDigest === null ? null : bytes(line.settingsDigest),
    settings_until: date(line.settingsUntilMs),
    have_manifest: line.haveManifest,
  }
}

function recordOf(row: Selectable<AgentLineTable>): LineRecord {
  return {
    assetId: row.asset_id,
    subscriptionId: row.subscription_id,
    agentId: row.public_id,
    keyid: hex(row.key_id),
    standing: row.standing as LineRecord['standing'],
    standingWhy: row.standing_why,
    standingAtMs: row.standing_at.getTime(),
    seq: row.seq,
    link: hex(row.link),
    ring: hex(row.ring).match(/.{32}/g) ?? [],
    machine: hex(row.machine),
    machineAtMs: row.machine_at?.getTime() ?? null,
    adoptMachine: row.adopt_machine === null ? null : hex(row.adopt_machine),
    adoptAtMs: row.adopt_at?.getTime() ?? null,
    boot: hex(row.boot),
    seenAtMs: row.seen_at.getTime(),
    address: row.address,
    manifestVersion: row.manifest_version,
    workVersion: row.work_version,
    manifestWork: row.manifest_work,
    manifestExpiresMs: row.manifest_expires?.getTime() ?? null,
    inventory: row.inventory === null ? null : hex(row.inventory),
    scanAfterMs: row.scan_after?.getTime() ?? null,
    noticedAtMs: row.noticed_at?.getTime() ?? null,
    haveRoot: row.have_root,
    speakers: row.speakers as SpeakerNote[],
    progress: row.progress as TaskProgress[],
    problems: row.problems as AgentProblem[],
    agentVersion: row.agent_version,
    features: row.features,
    zone: row.zone,
    clockOffMs: row.clock_off_ms,
    quotaDay: row.quota_day,
    quotaNames: row.quota_names,
    quotaEvents: row.quota_events,
    settingsDigest: row.settings_digest === null ? null : hex(row.settings_digest),
    settingsUntilMs: row.settings_until?.getTime() ?? null,
    haveManifest: row.have_manifest,
  }
}
