import { createHash } from 'node:crypto'
import { canonicalJson, type Random, versionSchemes } from '@patchyard/domain'
import type { ComposedPatch } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { searchable } from '../../../database/search-columns.ts'

/** Writes patches of the catalog that are new or differ; ids of those. The wall is set to the catalog. */
export async function writePatches(
  trx: Trx,
  patches: readonly ComposedPatch[],
  nowMs: number,
  random: Random,
): Promise<number[]> {
  if (patches.length === 0) return []
  const rows = patches.map(patch => rowOf(patch, nowMs, random))
  const { rows: written } = await sql<{ id: number; key: string }>`
    insert into patch (
      subscription_id, public_id, key, title, title_folded, title_words, platform, distro, track, version, version_key, category,
      category_folded, category_words, severity, vendor_severity, is_security, reboot_suggested, size_bytes, issued_at, modified_at,
      first_reported_at, source, source_folded, source_words, vendor, vendor_folded, vendor_words, type, type_folded, type_words,
      download_method, deprecated_at, deprecated_because, composed_hash)
    select 0, v.public_id, v.key, v.title, v.title_folded, v.title_words, v.platform, v.distro, v.track, v.version,
           decode(v.version_key, 'hex'), v.category, v.category_folded, v.category_words, v.severity, v.vendor_severity, v.is_security,
           v.reboot_suggested, v.size_bytes, v.issued_at, v.modified_at, v.first_reported_at, v.source, v.source_folded,
           v.source_words, v.vendor, v.vendor_folded, v.vendor_words, v.type, v.type_folded, v.type_words, v.download_method,
           v.deprecated_at, v.deprecated_because, decode(v.composed_hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(
        public_id uuid, key text, title text, title_folded text, title_words text, platform text, distro text, track text, version text,
        version_key text, category text, category_folded text, category_words text, severity text, vendor_severity text,
        is_security boolean, reboot_suggested boolean, size_bytes bigint, issued_at timestamptz, modified_at timestamptz,
        first_reported_at timestamptz, source text, source_folded text, source_words text, vendor text, vendor_folded text,
        vendor_words text, type text, type_folded text, type_words text, download_method text, deprecated_at timestamptz,
        deprecated_because text, composed_hash text)
     order by v.key
    on conflict (subscription_id, key) do update set
      title = excluded.title, title_folded = excluded.title_folded, title_words = excluded.title_words, distro = excluded.distro,
      track = excluded.track, version = excluded.version, version_key = excluded.version_key, category = excluded.category,
      category_folded = excluded.category_folded, category_words = excluded.category_words, severity = excluded.severity,
      vendor_severity = excluded.vendor_severity, is_security = excluded.is_security, reboot_suggested = excluded.reboot_suggested,
      size_bytes = excluded.size_bytes, issued_at = excluded.issued_at, modified_at = excluded.modified_at, vendor = excluded.vendor,
      vendor_folded = excluded.vendor_folded, vendor_words = excluded.vendor_words, type = excluded.type,
      type_folded = excluded.type_folded, type_words = excluded.type_words, download_method = excluded.download_method,
      deprecated_at = excluded.deprecated_at, deprecated_because = excluded.deprecated_because,
      composed_hash = excluded.composed_hash
      where patch.composed_hash is distinct from excluded.composed_hash
    returning id, key`.execute(trx)
  const byKey = new Map(patches.map(patch => [patch.key, patch]))
  const changed = written.flatMap(({ id, key }) => {
    const patch = byKey.get(key)
    return patch === undefined ? [] : [{ id, patch }]
  })
  await writeParts(trx, changed)
  return changed.map(({ id }) => id)
}

/** Columns of `patch`; a hash of all that was composed tells whether anything is to be written. */
function rowOf(patch: ComposedPatch, nowMs: number, random: Random) {
  const { key, title, platform, distro, track, version, severity } = patch
  const scheme = patch.versionScheme
  return {
    public_id: random.uuid(),
    key,
    platform,
    distro,
    track,
    version,
    version_key: scheme === null ? '' : Buffer.from(versionSchemes[scheme].key(version)).toString('hex'),
    severity,
    vendor_severity: patch.vendorSeverity,
    is_security: patch.isSecurity,
    reboot_suggested: patch.reboot === 'always' || patch.reboot === 'maybe',
    size_bytes: patch.sizeBytes,
    issued_at: instant(patch.issuedAtMs),
    modified_at: instant(patch.updatedAtMs),
    first_reported_at: instant(nowMs),
    download_method: patch.downloadMethod,
    deprecated_at: instant(patch.deprecatedAtMs),
    deprecated_because: patch.deprecatedBecause,
    composed_hash: createHash('sha256').update(canonicalJson(patch)).digest('hex').slice(0, 32),
    ...searchable('title', title),
    ...searchable('category', patch.category),
    ...searchable('source', 'catalog'),
    ...searchable('vendor', patch.vendor),
    ...searchable('type', patch.type),
  }
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

interface Written {
  readonly id: number
  readonly patch: ComposedPatch
}

/** What a patch has several of is replaced as a whole. */
async function writeParts(trx: Trx, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return
  const ids = written.map(({ id }) => id)
  for (const table of ['patch_label', 'patch_cve', 'patch_advisory', 'patch_rule', 'patch_detail'] as const) {
    await trx.deleteFrom(table).where('patch_id', 'in', ids).execute()
  }
  await writeLabels(trx, written)
  await writeCves(trx, written)
  await writeAdvisories(trx, written)
  await writeRules(trx, written)
  await writeDetails(trx, written)
  await sql`insert into catalog_change (patch_id) select v.id from unnest(${ids}::int[]) as v(id)`.execute(trx)
}

async function writeLabels(trx: Trx, written: readonly Written[]): Promise<void> {
  const rows = written.flatMap(({ id, patch }) =>
    Object.entries(patch.labels).flatMap(([kind, values]) =>
      values.map(value => ({ patch_id: id, kind, ...searchable('value', value) })),
    ),
  )
  await sql`
    insert into patch_label (patch_id, kind, value, subscription_id, value_folded, value_words)
    select v.patch_id, v.kind, v.value, 0, v.value_folded, v.value_words
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as v(patch_id int, kind text, value text, value_folded text, value_words text)
    on conflict do nothing`.execute(trx)
}

async function writeCves(trx: Trx, written: readonly Written[]): Promise<void> {
  const links = written.flatMap(({ id, patch }) => patch.cves.map(cve => ({ id, cve })))
  await sql`
    insert into cve (subscription_id, cve)
    select 0, v.cve from unnest(${[...new Set(links.map(l => l.cve))].toSorted()}::text[]) as v(cve)
    on conflict (subscription_id, cve) do nothing`.execute(trx)
  await sql`
    insert into patch_cve (patch_id, cve, subscription_id)
    select v.patch_id, v.cve, 0 from unnest(${links.map(l => l.id)}::int[], ${links.map(l => l.cve)}::text[]) as v(patch_id, cve)
    on conflict do nothing`.execute(trx)
}

/** An advisory of the catalog is one row for its name; what it names stands with the patches. */
async function writeAdvisories(trx: Trx, written: readonly Written[]): Promise<void> {
  const notices = new Map(written.flatMap(({ patch }) => patch.advisories.map(notice => [notice.name, notice])))
  if (notices.size === 0) return
  const rows = [...notices.values()].map(notice => ({
    row_hash: createHash('sha256').update(notice.name).digest('hex').slice(0, 32),
    kind: notice.category,
    severity: notice.severity,
    title: notice.title,
    issued_at: instant(notice.issuedAtMs),
    cves: notice.cves,
    row: notice,
    ...searchable('name', notice.name),
  }))
  await sql`
    insert into advisory (subscription_id, row_hash, name, name_folded, name_words, kind, severity, title, issued_at, cves, "row")
    select 0, decode(v.row_hash, 'hex'), v.name, v.name_folded, v.name_words, v.kind, v.severity, v.title, v.issued_at,
           array(select jsonb_array_elements_text(v.cves)), v."row"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(
        row_hash text, name text, name_folded text, name_words text, kind text, severity text, title text, issued_at timestamptz,
        cves jsonb, "row" jsonb)
     order by v.name
    on conflict (subscription_id, row_hash) do update
       set kind = excluded.kind, severity = excluded.severity, title = excluded.title, issued_at = excluded.issued_at,
           cves = excluded.cves, "row" = excluded."row"
     where advisory."row" is distinct from excluded."row"`.execute(trx)
  const links = written.flatMap(({ id, patch }) => patch.advisories.map(({ name }) => ({ id, name })))
  await sql`
    insert into patch_advisory (patch_id, advisory_id, subscription_id)
    select v.patch_id, a.id, 0
      from unnest(${links.map(l => l.id)}::int[], ${links.map(l => l.name)}::text[]) as v(patch_id, name)
      join advisory a on a.subscription_id = 0 and a.name = v.name
    on conflict do nothing`.execute(trx)
}

async function writeRules(trx: Trx, written: readonly Written[]): Promise<void> {
  const rows = written.flatMap(({ id, patch }) =>
    patch.rules.map((rule, n) => ({
      patch_id: id,
      n,
      distro: rule.distro,
      release: rule.release,
      of_source: rule.of === 'source',
      name: rule.name,
      arch: rule.arch,
      scheme: rule.scheme,
      version: rule.version,
      version_key: Buffer.from(versionSchemes[rule.scheme].key(rule.version)).toString('hex'),
      module: rule.module,
    })),
  )
  await sql`
    insert into patch_rule (patch_id, n, distro, release, of_source, name, arch, scheme, version, version_key, module)
    select v.patch_id, v.n, v.distro, v.release, v.of_source, v.name, v.arch, v.scheme, v.version, decode(v.version_key, 'hex'), v.module
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(
        patch_id int, n int, distro text, release text, of_source boolean, name text, arch text, scheme text, version text,
        version_key text, module text)`.execute(trx)
}

async function writeDetails(trx: Trx, written: readonly Written[]): Promise<void> {
  const rows = written.map(({ id, patch }) => ({
    patch_id: id,
    detail: {
      reboot: patch.reboot,
      files: patch.files,
      install: patch.install,
      detection: patch.detection,
      references: patch.references,
    },
  }))
  await sql`
    insert into patch_detail (patch_id, subscription_id, detail)
    select v.patch_id, 0, v.detail from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(patch_id int, detail jsonb)`.execute(
    trx,
  )
}
