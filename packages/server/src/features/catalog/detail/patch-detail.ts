import type { InstallRules, PatchDetail, PatchFile } from '@patchyard/api'
import type { PatchFile as FileFact } from '@patchyard/feeds'
import type { QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { patchList } from '../patches-read-model.ts'
import type { FoundPatch } from './find-patch.ts'
import { readEndOfLife } from './end-of-life.ts'
import { readShownPatches } from './shown-patches.ts'
import { readSecondOpinions } from './second-opinions.ts'
import { readNotices, readPatchCves, readPatchSources } from './patch-links-read-model.ts'
import { webAddress, webAddresses } from '../../../http/web-address.ts'

interface Row {
  track: string
  distro: string
  version: string
  versioned: boolean
  type: string
  download_method: string
  modified_at: Date | null
  deprecated_at: Date | null
  deprecated_because: string
  superseded_by: number | null
  detail: Detail | null
}

/** As compose/patch-rows-store.ts writes it. */
interface Detail {
  readonly reboot?: string | null
  readonly files?: readonly FileFact[]
  readonly install?: InstallRules | null
  readonly references?: readonly string[]
}

/** Everything that is known of one patch. A subscription's own patch shows what the catalog knows of its twin. */
export async function readPatchDetail(
  trx: Trx,
  { id, catalogId }: FoundPatch,
  context: QueryContext,
): Promise<PatchDetail | null> {
  const patch = (await patchList.readItems(trx, [id], { status: null, context })).get(id)
  const { rows } = await sql<Row>`
    select p.track, p.distro, p.version, p.version_key <> '' as versioned, p.type, p.download_method, p.modified_at, p.deprecated_at,
           p.deprecated_because, p.superseded_by, d.detail
      from patch p left join patch_detail d on d.patch_id = ${catalogId ?? id} where p.id = ${id}`.execute(trx)
  const row = rows[0]
  if (patch === undefined || row === undefined) return null
  const detail = row.detail ?? {}
  const labels = await readLabels(trx, id)
  const newest = row.versioned ? await readNewest(trx, row.track, context) : row.superseded_by
  const others = [row.superseded_by, newest].filter(one => one !== null)
  const shown = await readShownPatches(trx, others, context)
  const nameOf = (one: number | null): { id: string | null; title: string } | null => {
    const node = one === null ? undefined : shown.get(one)
    return node === undefined ? null : { id: node.id, title: node.title }
  }
  const latest = nameOf(newest)
  const isLatest = !patch.isSuperseded && !patch.isDeprecated
  const files = (detail.files ?? []).flatMap(fileOf)
  return {
    ...patch,
    type: row.type,
    version: row.version,
    modifiedAt: row.modified_at?.toISOString() ?? null,
    products: labels.get('product') ?? [],
    families: labels.get('appFamily') ?? [],
    architectures: labels.get('architecture') ?? [],
    systems: labels.get('supportedOs') ?? [],
    kbs: labels.get('kb') ?? [],
    bulletins: labels.get('bulletin') ?? [],
    reboot: detail.reboot ?? null,
    downloadMethod: row.download_method,
    deprecatedAt: row.deprecated_at?.toISOString() ?? null,
    deprecatedBecause: row.deprecated_because === '' ? null : row.deprecated_because,
    notices: await readNotices(trx, id),
    vulnerabilities: await readPatchCves(trx, id),
    packages: await readPackages(trx, id, catalogId),
    files,
    install: detail.install == null ? null : rulesOf(detail.install),
    references: webAddresses(detail.references),
    endOfLife: await readEndOfLife(trx, {
      key: patch.key,
      track: row.track,
      version: row.version,
      catalogId,
      products: labels.get('product') ?? [],
    }),
    secondOpinions: catalogId === null ? [] : await readSecondOpinions(trx, patch.key, files),
    sources: catalogId === null ? [] : await readPatchSources(trx, patch.key, row.track, row.version),
    supersededBy: nameOf(row.superseded_by),
    latest: isLatest ? { id: patch.id, title: patch.title, isThis: true } : latest && { ...latest, isThis: false },
  }
}

async function readLabels(trx: Trx, id: number): Promise<ReadonlyMap<string, string[]>> {
  const rows = await trx
    .selectFrom('patch_label')
    .select(['kind', 'value'])
    .where('patch_id', '=', id)
    .orderBy('value')
    .limit(2000)
    .execute()
  return new Map(
    [...Map.groupBy(rows, row => row.kind)].map(([kind, of]) => [kind, [...new Set(of.map(row => row.value))]]),
  )
}

/** Packages that agents reported with it; of what none has reported yet, those that the catalog judges by. */
async function readPackages(trx: Trx, id: number, catalogId: number | null): Promise<PatchDetail['packages']> {
  const reported = await trx
    .selectFrom('package_update')
    .select(['name', 'architecture as arch', 'candidate'])
    .distinct()
    .where('patch_id', '=', id)
    .orderBy('name')
    .orderBy('arch')
    .orderBy('candidate')
    .limit(1000)
    .execute()
  if (reported.length > 0 || catalogId === null) return reported
  return trx
    .selectFrom('patch_rule')
    .select(['name', 'arch', 'version as candidate'])
    .distinct()
    .where('patch_id', '=', catalogId)
    .orderBy('name')
    .orderBy('arch')
    .orderBy('candidate')
    .limit(1000)
    .execute()
}

/** The number of the newest version, of the subscription's own patches or the catalog's. */
async function readNewest(trx: Trx, track: string, context: QueryContext): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select p.id from patch p
     where p.subscription_id in (${context.subscriptionId}, 0) and p.track = ${track} and p.version_key <> '' and p.deprecated_at is null
     order by p.version_key desc, p.subscription_id desc limit 1`.execute(trx)
  return rows[0]?.id ?? null
}

function fileOf(file: FileFact): PatchFile[] {
  const url = webAddress(file.url)
  if (url === null) return []
  const { sha256, bytes, arch, install } = file
  return [{ url, sha256, bytes, arch, install: install == null ? null : rulesOf(install) }]
}

const rulesOf = ({
  type,
  silentArguments,
  successCodes,
  rebootCodes,
  scope,
}: FileFact['install'] & object): InstallRules => ({
  type,
  silentArguments,
  successCodes: [...successCodes],
  rebootCodes: [...rebootCodes],
  scope,
})
