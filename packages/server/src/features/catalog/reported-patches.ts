import { type Random, versionSchemes } from '@patchyard/domain'
import type { AdvisoryEntry, UpdateEntry } from '@patchyard/protocol'
import { foldText, wordLine } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { searchable } from '../../database/search-columns.ts'
import { agentTimeMs } from '../../storage/agent-time.ts'
import { patchIdentity, productOfTrack } from './patch-identity.ts'

/**
 * Patches that agents report belong to their subscription until a feed has the same key. The first report makes the
 * row; later ones only add what was not known (a security flag, a size), so two hosts never fight over it.
 */
export function createReportedPatches(ports: { random: Random }) {
  return {
    async intern(
      trx: Trx,
      entries: readonly UpdateEntry[],
      nowMs: number,
    ): Promise<ReadonlyMap<string, { id: number; track: string }>> {
      const wanted = collect(entries)
      const keys = [...wanted.keys()].sort()
      const known = await findPatches(trx, keys)
      const missing = keys.filter(key => !known.has(key)).map(key => wanted.get(key) as Collected)
      if (missing.length > 0) {
        await insertPatches(trx, missing, nowMs, ports.random)
        for (const [key, patch] of await findPatches(
          trx,
          missing.map(m => m.key),
        ))
          known.set(key, patch)
      }
      const newlySecurity = keys.filter(
        key => wanted.get(key)?.isSecurity === true && known.get(key)?.isSecurity === false,
      )
      if (newlySecurity.length > 0) {
        await lockPatches(
          trx,
          newlySecurity.map(key => known.get(key)?.id ?? 0),
        )
        await trx
          .updateTable('patch')
          .set({ is_security: true, ...searchable('category', 'security') })
          .where('subscription_id', '<>', 0)
          .where('key', 'in', newlySecurity)
          .execute()
      }
      return known
    },

    async linkAdvisories(
      trx: Trx,
      links: readonly { readonly advisoryId: number; readonly entry: AdvisoryEntry }[],
    ): Promise<void> {
      if (links.length === 0) return
      const patches = await findPatches(trx, [...new Set(links.map(l => l.entry.patch))].sort())
      const rows = links.flatMap(({ advisoryId, entry }) => {
        const patch = patches.get(entry.patch)
        return patch === undefined ? [] : [{ patchId: patch.id, advisoryId, entry }]
      })
      rows.sort((a, b) => a.patchId - b.patchId || a.advisoryId - b.advisoryId)
      await sql`
        insert into patch_advisory (patch_id, advisory_id, subscription_id)
        select v.patch_id, v.advisory_id, app_subscription()
          from unnest(${rows.map(r => r.patchId)}::int[], ${rows.map(r => r.advisoryId)}::int[]) as v(patch_id, advisory_id)
        on conflict do nothing`.execute(trx)
      const cves = rows
        .flatMap(r => cveNames(r.entry.cves).map(cve => ({ patchId: r.patchId, cve })))
        .sort((a, b) => a.patchId - b.patchId || (a.cve < b.cve ? -1 : 1))
      await sql`
        insert into cve (subscription_id, cve)
        select app_subscription(), v.cve from unnest(${[...new Set(cves.map(c => c.cve))].sort()}::text[]) as v(cve)
         order by 2
        on conflict (subscription_id, cve) do nothing`.execute(trx)
      await sql`
        insert into patch_cve (patch_id, cve, subscription_id)
        select distinct v.patch_id, v.cve, app_subscription()
          from unnest(${cves.map(c => c.patchId)}::int[], ${cves.map(c => c.cve)}::text[]) as v(patch_id, cve)
         order by 1, 2
        on conflict do nothing`.execute(trx)
      await lockPatches(
        trx,
        rows.map(r => r.patchId),
      )
      await sql`
        update patch set severity = v.severity, category = v.kind, issued_at = v.issued_at, title = v.title,
               title_folded = v.title_folded, title_words = v.title_words, category_folded = v.kind,
               category_words = v.kind_words, reboot_suggested = v.reboot,
               is_security = patch.is_security or v.kind = 'security'
          from unnest(
            ${rows.map(r => r.patchId)}::int[], ${rows.map(r => r.entry.severity ?? '')}::text[],
            ${rows.map(r => r.entry.kind)}::text[],
            ${rows.map(r => (r.entry.issuedAt === null ? null : new Date(agentTimeMs(r.entry.issuedAt))))}::timestamptz[],
            ${rows.map(r => r.entry.title)}::text[], ${rows.map(r => r.entry.rebootSuggested ?? false)}::boolean[],
            ${rows.map(r => foldText(r.entry.title))}::text[], ${rows.map(r => wordLine(r.entry.title))}::text[],
            ${rows.map(r => wordLine(r.entry.kind))}::text[]
          ) as v(patch_id, severity, kind, issued_at, title, reboot, title_folded, title_words, kind_words)
         where patch.id = v.patch_id and patch.subscription_id <> 0 and v.title <> ''
           and (patch.severity, patch.category, patch.title) is distinct from (v.severity, v.kind, v.title)`.execute(
        trx,
      )
    },
  }
}

/** Rows that many agents may change at once are locked in id order first: whoever comes second waits, nobody deadlocks. */
async function lockPatches(trx: Trx, ids: readonly number[]): Promise<void> {
  await trx
    .selectFrom('patch')
    .select('id')
    .where('id', '=', e => sql<number>`any(${e.val([...ids])}::int[])`)
    .where('subscription_id', '<>', 0)
    .orderBy('id')
    .forUpdate()
    .execute()
}

interface Collected {
  readonly key: string
  readonly title: string
  readonly isSecurity: boolean
  readonly sizeBytes: number | null
}

function collect(entries: readonly UpdateEntry[]): Map<string, Collected> {
  const patches = new Map<string, Collected>()
  for (const e of entries) {
    const known = patches.get(e.patch)
    const size = known?.sizeBytes ?? null
    patches.set(e.patch, {
      key: e.patch,
      title: known?.title || e.title,
      isSecurity: (known?.isSecurity ?? false) || e.isSecurity,
      sizeBytes: e.sizeBytes === null ? size : Math.min((size ?? 0) + e.sizeBytes, Number.MAX_SAFE_INTEGER),
    })
  }
  return patches
}

interface KnownPatch {
  readonly id: number
  readonly track: string
  readonly isSecurity: boolean
}

async function findPatches(trx: Trx, keys: readonly string[]): Promise<Map<string, KnownPatch>> {
  if (keys.length === 0) return new Map()
  const rows = await trx
    .selectFrom('patch')
    .select(['id', 'key', 'track', 'is_security'])
    .where('key', '=', e => sql<string>`any(${e.val([...keys])}::text[])`)
    .orderBy('subscription_id', 'desc')
    .execute()
  // What was reported here before the catalog had it stands for the catalog's, and has taken its facts over (`patch_twin`).
  const found = new Map<string, KnownPatch>()
  for (const row of rows) {
    if (!found.has(row.key)) found.set(row.key, { id: row.id, track: row.track, isSecurity: row.is_security })
  }
  return found
}

async function insertPatches(trx: Trx, patches: readonly Collected[], nowMs: number, random: Random): Promise<void> {
  const rows = patches.map(p => ({
    ...p,
    ...patchIdentity(p.key),
    publicId: random.uuid(),
    title: p.title === '' ? p.key : p.title,
    category: p.isSecurity ? 'security' : '',
  }))
  await sql`
    insert into patch (subscription_id, public_id, key, title, title_folded, platform, distro, track, version,
                       version_key, category, category_folded, category_words, is_security, size_bytes,
                       first_reported_at, title_words, source_folded, source_words)
    select app_subscription(), v.public_id, v.key, v.title, v.title_folded, 'linux', v.distro, v.track, v.version,
           v.version_key, v.category, v.category, v.category_words, v.is_security, v.size_bytes,
           ${new Date(nowMs)}, v.title_words, 'reported', ' reported '
      from unnest(
        ${rows.map(r => r.publicId)}::uuid[], ${rows.map(r => r.key)}::text[],
        ${rows.map(r => r.title)}::text[], ${rows.map(r => r.distro)}::text[],
        ${rows.map(r => r.track)}::text[], ${rows.map(r => r.version)}::text[],
        ${rows.map(r => versionKey(r.scheme, r.version))}::bytea[], ${rows.map(r => r.isSecurity)}::boolean[],
        ${rows.map(r => r.sizeBytes)}::bigint[], ${rows.map(r => foldText(r.title))}::text[],
        ${rows.map(r => wordLine(r.title))}::text[], ${rows.map(r => r.category)}::text[],
        ${rows.map(r => wordLine(r.category))}::text[]
      ) as v(public_id, key, title, distro, track, version, version_key, is_security, size_bytes, title_folded,
             title_words, category, category_words)
     order by v.key
    on conflict (subscription_id, key) do nothing`.execute(trx)
  const named = rows.flatMap(r => {
    const product = productOfTrack(r.track)
    return product === null ? [] : [{ key: r.key, product }]
  })
  await sql`
    insert into patch_label (patch_id, kind, value, subscription_id, value_folded, value_words)
    select p.id, 'product', v.product, app_subscription(), v.folded, v.words
      from unnest(
        ${named.map(n => n.key)}::text[], ${named.map(n => n.product)}::text[],
        ${named.map(n => foldText(n.product))}::text[], ${named.map(n => wordLine(n.product))}::text[]
      ) as v(key, product, folded, words)
      join patch p on p.key = v.key and p.subscription_id = app_subscription()
     order by p.id
    on conflict do nothing`.execute(trx)
}

function versionKey(scheme: 'deb' | 'rpm' | null, version: string): Buffer {
  return scheme === null ? Buffer.alloc(0) : Buffer.from(versionSchemes[scheme].key(version))
}

/** What a CVE's name is; whatever else an agent writes there names none. */
const cveNames = (list: string): string[] =>
  list.split(',').flatMap(name => /^CVE-\d{4}-\d{4,19}$/.exec(name.trim().toUpperCase()) ?? [])
