import { findingsOf } from '../findings-of.ts'
import { allOf, param, type SqlFragment, sql } from '../fragment.ts'
import { isListed } from '../listed-asset.ts'
import { patchCountsThen } from '../past-sums.ts'
import type { QueryContext } from '../query-context.ts'
import type { Wall } from '../wall.ts'
import type { EntityHomes, Relation } from './home.ts'
import type { Within } from './homes-of.ts'
import * as is from './values.ts'

/**
 * Aliases: p patch, c counts. Counts of everybody are the counters; whoever has a scope gets counts of that scope, and sees
 * the patches that its assets miss or have. `within` says that the patches are looked at from one asset's findings, where
 * joining counts of all patches would be for nothing.
 */
export function patchHomes(wall: Wall, context: QueryContext, within: Within): EntityHomes {
  const { ownOrCatalog } = wall
  const counts = countsOf(wall, context, within)
  const label = (kind: string): Relation => ({
    from: sql`patch_label pl`,
    on: allOf([sql`pl.patch_id = p.id and pl.kind = ${param(kind)}`, ownOrCatalog(sql`pl.subscription_id`)]),
  })
  const labels = is.text(sql`pl.value`, sql`pl.value_folded`, sql`pl.value_words`)
  return {
    from: sql`patch p${counts.join}`,
    where: [
      ownOrCatalog(sql`p.subscription_id`),
      // The subscription's own patch stands for the catalog's where it was reported first (patch_twin).
      sql`not exists (select 1 from patch_twin tw where ${wall.own(sql`tw.subscription_id`)} and tw.catalog_id = p.id)`,
      ...(counts.at === null ? [] : [sql`p.first_reported_at <= ${counts.at}`]),
    ],
    id: sql`p.id`,
    indexed: ['title'],
    relations: {
      appFamily: label('appFamily'),
      product: label('product'),
      architecture: label('architecture'),
      kb: label('kb'),
      bulletin: label('bulletin'),
      supportedOs: label('supportedOs'),
      advisory: {
        from: sql`patch_advisory pa join advisory ad on ad.id = pa.advisory_id`,
        on: allOf([
          sql`pa.patch_id = p.id`,
          ownOrCatalog(sql`pa.subscription_id`),
          ownOrCatalog(sql`ad.subscription_id`),
        ]),
      },
      cve: {
        from: sql`patch_cve pc`,
        on: allOf([sql`pc.patch_id = p.id`, ownOrCatalog(sql`pc.subscription_id`)]),
      },
      packages: {
        from: sql`package_update pu`,
        on: allOf([sql`pu.patch_id = p.id`, ownOrCatalog(sql`pu.subscription_id`)]),
      },
      older: {
        from: sql`patch po`,
        on: allOf([sql`po.superseded_by = p.id`, ownOrCatalog(sql`po.subscription_id`)]),
      },
      newer: {
        from: sql`patch pn`,
        on: allOf([sql`pn.id = p.superseded_by`, ownOrCatalog(sql`pn.subscription_id`)]),
      },
    },
    tokens: {
      id: { value: is.id(sql`p.public_id`) },
      title: { value: is.text(sql`p.title`, sql`p.title_folded`, sql`p.title_words`) },
      appFamily: { value: labels, relation: 'appFamily' },
      isSecurity: { value: is.boolean(sql`p.is_security`) },
      category: { value: is.text(sql`p.category`, sql`p.category_folded`, sql`p.category_words`) },
      publishedDate: { value: is.orNull({ form: 'date', expression: sql`p.issued_at` }) },
      modifiedDate: { value: is.orNull({ form: 'date', expression: sql`p.modified_at` }) },
      vendor: { value: is.text(sql`p.vendor`, sql`p.vendor_folded`, sql`p.vendor_words`) },
      vendorSeverity: { value: is.choice(sql`p.vendor_severity`) },
      severity: { value: is.choice(sql`p.severity`) },
      product: { value: labels, relation: 'product' },
      type: { value: is.text(sql`p.type`, sql`p.type_folded`, sql`p.type_words`) },
      platform: { value: is.choice(sql`p.platform`) },
      architecture: { value: labels, relation: 'architecture' },
      kb: { value: labels, relation: 'kb' },
      bulletin: { value: labels, relation: 'bulletin' },
      advisory: { value: is.text(sql`ad.name`, sql`ad.name_folded`, sql`ad.name_words`), relation: 'advisory' },
      cve: { value: is.cve(sql`pc.cve`), relation: 'cve' },
      cvss: { value: is.orNull({ form: 'decimal', expression: sql`p.cvss` }) },
      kev: { value: is.boolean(sql`p.kev`) },
      kevDueDate: { value: is.orNull({ form: 'date', expression: sql`p.kev_due_at` }) },
      epss: { value: is.orNull({ form: 'decimal', expression: sql`p.epss` }) },
      ransomware: { value: is.boolean(sql`p.ransomware`) },
      exploited: { value: is.boolean(sql`p.exploited`) },
      patchStatus: {
        value: {
          form: 'flags',
          flags: { missing: counts.isMissing, installed: sql`${counts.installed} > 0` },
        },
      },
      isSuperseded: { value: is.boolean(sql`(p.superseded_by is not null)`) },
      isLatest: { value: is.boolean(sql`(p.superseded_by is null)`) },
      supersedes: { value: is.text(sql`po.title`, sql`po.title_folded`, sql`po.title_words`), relation: 'older' },
      supersededBy: { value: is.text(sql`pn.title`, sql`pn.title_folded`, sql`pn.title_words`), relation: 'newer' },
      rebootRequired: { value: is.boolean(sql`p.reboot_suggested`) },
      isRollback: { value: is.boolean(sql`p.is_rollback`) },
      downloadMethod: { value: is.choice(sql`p.download_method`) },
      isCustomizedDownloadUrl: { value: is.boolean(sql`p.is_customized_download_url`) },
      isDeprecated: { value: is.boolean(sql`(p.deprecated_at is not null)`) },
      isEsuPatch: { value: is.boolean(sql`p.is_esu`) },
      packageName: { value: is.text(sql`pu.name`, sql`pu.name_folded`, sql`pu.name_words`), relation: 'packages' },
      supportedOs: { value: labels, relation: 'supportedOs' },
      size: { value: is.orNull({ form: 'integer', expression: sql`p.size_bytes` }) },
      missingCount: { value: is.integer(counts.missing) },
      installedCount: { value: is.integer(counts.installed) },
      source: { value: is.text(sql`p.source`, sql`p.source_folded`, sql`p.source_words`) },
    },
  }
}

interface Counts {
  readonly join: SqlFragment
  readonly missing: SqlFragment
  readonly installed: SqlFragment
  readonly isMissing: SqlFragment
  /** Null: counted as of now. */
  readonly at: SqlFragment | null
}

function countsOf(wall: Wall, context: QueryContext, within: Within): Counts {
  const { own } = wall
  const findings = findingsOf(context)
  const { at } = findings
  const scope = wall.inScope(sql`cf.asset_id`)
  const { asOfMs } = context
  if (scope === null) {
    const join = sql` left join patch_count c on c.patch_id = p.id and ${own(sql`c.subscription_id`)}`
    const missing = sql`coalesce(c.missing, 0)`
    const installed = sql`coalesce(c.installed, 0)`
    if (asOfMs === undefined) return { join, missing, installed, isMissing: sql`${missing} > 0`, at }
    const then = countsThen({ ...context, asOfMs })
    // Counters of today beside them: they choose the way (finding-ways.ts).
    return { ...then, join: sql`${join}${then.join}`, at }
  }
  const rows = sql`from ${findings.as(sql`cf`, wall.inScope)} where ${own(sql`cf.subscription_id`)} and ${scope} and ${isListed(wall, sql`cf.asset_id`)}`
  const count = (status: SqlFragment): SqlFragment =>
    sql`(select count(*) ${rows} and cf.patch_id = p.id and cf.status = ${status})`
  const counted = (join: SqlFragment, missing: SqlFragment, installed: SqlFragment): Counts => ({
    join,
    missing,
    installed,
    isMissing: sql`${missing} > 0`,
    at,
  })
  if (within === 'finding') return counted(sql``, count(sql`1`), count(sql`2`))
  if (within === 'missing') {
    // An index has what each asset misses; what is installed is read from the findings themselves, three times as many.
    const join = sql` join (select cf.patch_id, count(*) as missing ${rows} and cf.status = 1 group by cf.patch_id) c on c.patch_id = p.id`
    return counted(join, sql`c.missing`, count(sql`2`))
  }
  const join = sql` join (select cf.patch_id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed ${rows} group by cf.patch_id) c on c.patch_id = p.id`
  return counted(join, sql`c.missing`, sql`c.installed`)
}

/** Of all patches at once: counters are of today. What a statement does not ask for, the planner leaves out. */
const countsThen = (context: Parameters<typeof patchCountsThen>[0]): Omit<Counts, 'at'> => ({
  join: sql` left join (${patchCountsThen(context)}) cs on cs.id = p.id`,
  missing: sql`coalesce(cs.missing, 0)`,
  installed: sql`coalesce(cs.installed, 0)`,
  isMissing: sql`coalesce(cs.missing, 0) > 0`,
})
