import type { CatalogSystem, SupportedEngine, SupportedSystems } from '@patchyard/api'
import { abilities, abilityTexts, engines, lifecycleProducts, proofTexts } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { lifecycleOf, readLifecycles } from './lifecycles-read-model.ts'

interface CatalogRow {
  readonly kind: CatalogSystem['kind']
  readonly name: string
  readonly release: string
  readonly patches: string
  readonly products: string
  readonly newest_at: Date | null
}

/** What the catalog counts, kept until it has changed: with winget's 300,000 versions counting took 2.2 s of a busy machine, and asking whether it changed 15 ms. */
export interface CatalogCounts {
  of(trx: Trx): Promise<readonly CatalogRow[]>
}

export function keptCounts(): CatalogCounts {
  let kept: { readonly seq: string; readonly rows: readonly CatalogRow[] } | null = null
  return {
    async of(trx) {
      const { rows: changes } = await sql<{
        seq: string
      }>`select coalesce(max(c.seq), 0)::text as seq from catalog_change c`.execute(trx)
      const seq = changes[0]?.seq ?? '0'
      if (kept?.seq === seq) return kept.rows
      // Counted after the number was read: what comes between is counted once more, never missed.
      const rows = [...(await readReleases(trx)), ...(await readOthers(trx))]
      kept = { seq, rows }
      return rows
    },
  }
}

/** What agents and catalog know, as far as every word of `search` stands in it. */
export async function readSupportedSystems(
  trx: Trx,
  counts: CatalogCounts,
  search: string,
  nowMs: number,
): Promise<SupportedSystems> {
  const rows = await counts.of(trx)
  const lifecycles = await readLifecycles(trx, lifecycleProducts)
  const catalog = rows.map(
    (row): CatalogSystem => ({
      kind: row.kind,
      name: row.name,
      release: row.release,
      patches: Number(row.patches),
      products: Number(row.products),
      newestAt: row.newest_at?.toISOString() ?? null,
      lifecycle: row.kind === 'linux' ? lifecycleOf(lifecycles, row.name, row.release, nowMs) : null,
    }),
  )
  const words = search.toLowerCase().split(/\s+/)
  const isFound = (texts: readonly string[]): boolean =>
    words.every(word => texts.some(text => text.toLowerCase().includes(word)))
  return {
    engines: supportedEngines.filter(one =>
      isFound([one.title, one.systems, one.platform, one.proofTitle, one.provenOn, ...one.limits]),
    ),
    catalog: catalog
      .filter(one => isFound([one.kind, one.name, one.release, one.lifecycle?.label ?? '']))
      .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
      .slice(0, 2000),
  }
}

const kinds: readonly CatalogSystem['kind'][] = ['linux', 'windows', 'macos', 'applications']

export const supportedEngines: readonly SupportedEngine[] = engines.map(engine => ({
  id: engine.id,
  title: engine.title,
  platform: engine.platform,
  systems: engine.systems,
  proof: engine.proof,
  proofTitle: proofTexts[engine.proof],
  provenOn: engine.provenOn,
  abilities: abilities.map(ability => ({ ability, title: abilityTexts[ability], able: engine.can[ability] })),
  limits: [...engine.limits],
}))

/** Distributions by release: what their package rules say. Rules without a release are of all of them. */
async function readReleases(trx: Trx): Promise<CatalogRow[]> {
  const { rows } = await sql<CatalogRow>`
    select 'linux' as kind, r.distro as name, r.release, count(distinct r.patch_id) as patches,
           count(distinct r.name) as products, max(p.issued_at) as newest_at
      from patch_rule r join patch p on p.id = r.patch_id
     where p.subscription_id = 0 and p.deprecated_at is null
     group by r.distro, r.release order by r.distro, r.release`.execute(trx)
  return rows
}

/** What is known by the keys of patches (decisions on identity): a KB stands with its product, an application with its version. */
async function readOthers(trx: Trx): Promise<CatalogRow[]> {
  const { rows } = await sql<CatalogRow>`
    select k.kind, k.name, '' as release, count(*) as patches, count(distinct k.track) as products, max(k.issued_at) as newest_at
      from (select case when p.key like 'kb:%' then 'windows' when p.key like 'macos:%' then 'macos' else 'applications' end as kind,
                   case when p.key like 'kb:%' then split_part(p.key, '@', 2)
                        when p.key like 'macos:%' then 'macOS ' || split_part(p.version, '.', 1)
                        else split_part(p.key, ':', 1) end as name,
                   p.track, p.issued_at
              from patch p
             where p.subscription_id = 0 and p.deprecated_at is null
               and (p.key like 'kb:%' or p.key like 'macos:%' or p.key like 'winget:%' or p.key like 'cask:%')) k
     group by k.kind, k.name order by k.kind, k.name`.execute(trx)
  return rows
}
