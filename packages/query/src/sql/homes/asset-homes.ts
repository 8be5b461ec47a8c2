import { STALE_AFTER_MS } from '@patchyard/domain'
import { findingsOf } from '../findings-of.ts'
import { allOf, type SqlFragment, sql } from '../fragment.ts'
import { instant } from '../instant.ts'
import { isListed } from '../listed-asset.ts'
import { assetCountsThen } from '../past-sums.ts'
import type { QueryContext } from '../query-context.ts'
import type { Wall } from '../wall.ts'
import type { EntityHomes } from './home.ts'
import type { Counting } from './homes-of.ts'
import * as is from './values.ts'

/** Aliases: a asset, l agent_line, ak activation_key. */
export function assetHomes(wall: Wall, context: QueryContext, counting: Counting): EntityHomes {
  const { own, ownOrCatalog } = wall
  const scope = wall.inScope(sql`a.asset_id`)
  const findings = findingsOf(context)
  const { asOfMs } = context
  const then = asOfMs === undefined ? null : countsThen(wall, { ...context, asOfMs }, counting)
  const staleBefore = instant(context.nowMs - (context.staleAfterMs ?? STALE_AFTER_MS))
  return {
    // Joined from the left, so that the planner leaves out what a statement does not ask for.
    from: sql`asset a left join agent_line l on l.asset_id = a.asset_id and ${own(
      sql`l.subscription_id`,
    )} left join activation_key ak on ak.id = a.activation_key_id and ${own(sql`ak.subscription_id`)}${then?.join ?? sql``}`,
    where: [
      own(sql`a.subscription_id`),
      ...(scope === null ? [] : [scope]),
      isListed(wall, sql`a.asset_id`),
      ...(findings.at === null ? [] : [sql`a.created_at <= ${findings.at}`]),
    ],
    id: sql`a.asset_id`,
    indexed: then === null ? ['name', 'missingPatchCount'] : ['name'],
    relations: {
      tags: {
        from: sql`asset_tag tx join tag_above tu on tu.tag_id = tx.tag_id join tag tg on tg.id = tu.above_id`,
        on: allOf([
          sql`tx.asset_id = a.asset_id`,
          own(sql`tx.subscription_id`),
          own(sql`tu.subscription_id`),
          own(sql`tg.subscription_id`),
        ]),
        keyed: {
          keys: {
            from: sql`tag tg join tag_above tu on tu.above_id = tg.id`,
            where: allOf([own(sql`tg.subscription_id`), own(sql`tu.subscription_id`)]),
            id: sql`tu.tag_id`,
          },
          from: sql`asset_tag tx`,
          where: own(sql`tx.subscription_id`),
          object: sql`tx.asset_id`,
          has: ids => sql`tx.tag_id = any(${ids})`,
          one: sql`tx.tag_id`,
        },
      },
      interfaces: {
        from: sql`asset_interface n`,
        on: allOf([sql`n.asset_id = a.asset_id`, own(sql`n.subscription_id`)]),
      },
      software: {
        from: sql`asset_package ap join package_version pv on pv.id = any(ap.ids)`,
        on: allOf([sql`ap.asset_id = a.asset_id`, own(sql`ap.subscription_id`), own(sql`pv.subscription_id`)]),
        keyed: {
          keys: { from: sql`package_version pv`, where: own(sql`pv.subscription_id`), id: sql`pv.id` },
          from: sql`asset_package ap`,
          where: own(sql`ap.subscription_id`),
          object: sql`ap.asset_id`,
          has: ids => sql`ap.ids && ${ids}`,
          ids: sql`ap.ids`,
        },
      },
      vulnerabilities: {
        from: sql`${findings.as(sql`vf`)} join patch_cve vp on vp.patch_id = vf.patch_id join cve vc on vc.cve = vp.cve`,
        on: allOf([
          sql`vf.asset_id = a.asset_id and vf.status = 1`,
          own(sql`vf.subscription_id`),
          ownOrCatalog(sql`vp.subscription_id`),
          ownOrCatalog(sql`vc.subscription_id`),
        ]),
        keyed: {
          keys: {
            from: sql`cve vc join patch_cve vp on vp.cve = vc.cve`,
            where: allOf([ownOrCatalog(sql`vp.subscription_id`), ownOrCatalog(sql`vc.subscription_id`)]),
            id: sql`vp.patch_id`,
          },
          from: findings.as(sql`vf`),
          where: allOf([sql`vf.status = 1`, own(sql`vf.subscription_id`)]),
          object: sql`vf.asset_id`,
          has: ids => sql`vf.patch_id = any(${ids})`,
        },
      },
    },
    tokens: {
      name: { value: is.text(sql`a.name`, sql`a.name_folded`, sql`a.name_words`) },
      id: { value: is.id(sql`a.public_id`) },
      operatingSystem: { value: is.text(sql`a.os_name`, sql`a.os_name_folded`, sql`a.os_name_words`) },
      osFamily: { value: is.text(sql`a.os_family`, sql`a.os_family_folded`, sql`a.os_family_words`) },
      osVersion: {
        value: { form: 'version', raw: sql`a.os_version`, key: sql`a.os_version_key`, scheme: 'winget' },
      },
      platform: { value: is.choice(sql`a.platform`) },
      architecture: { value: is.text(sql`a.architecture`, sql`a.architecture_folded`, sql`a.architecture_words`) },
      kernel: { value: is.text(sql`a.kernel`, sql`a.kernel_folded`, sql`a.kernel_words`) },
      tags: { value: is.group, relation: 'tags' },
      'tags.name': { value: is.text(sql`tg.name`, sql`tg.name_folded`, sql`tg.name_words`), relation: 'tags' },
      'tags.id': { value: is.id(sql`tg.public_id`), relation: 'tags' },
      interfaces: { value: is.group, relation: 'interfaces' },
      'interfaces.address': { value: { form: 'address', column: sql`n.address` }, relation: 'interfaces' },
      'interfaces.macAddress': {
        value: is.text(sql`n.mac`, sql`n.mac_folded`, sql`n.mac_words`),
        relation: 'interfaces',
      },
      'interfaces.name': { value: is.text(sql`n.name`, sql`n.name_folded`, sql`n.name_words`), relation: 'interfaces' },
      'hardware.model': { value: is.text(sql`a.model`, sql`a.model_folded`, sql`a.model_words`) },
      'hardware.manufacturer': {
        value: is.text(sql`a.manufacturer`, sql`a.manufacturer_folded`, sql`a.manufacturer_words`),
      },
      lastLoggedOnUser: { value: is.text(sql`a.last_user`, sql`a.last_user_folded`, sql`a.last_user_words`) },
      agentVersion: {
        value: { form: 'version', raw: sql`l.agent_version`, key: sql`l.agent_version_key`, scheme: 'winget' },
      },
      agentStatus: {
        value: is.choice(
          sql`case when l.standing = 'active' and l.seen_at < ${staleBefore} then 'stale' else l.standing end`,
        ),
      },
      lastCheckIn: { value: is.date(sql`l.seen_at`) },
      scanStatus: { value: is.choice(sql`a.scan_status`) },
      scanDateTime: { value: is.orNull({ form: 'date', expression: sql`a.scan_finished_at` }) },
      activatedDate: { value: is.orNull({ form: 'date', expression: sql`a.activated_at` }) },
      // Still a column where nothing is licensed: a constant cannot be grouped by.
      licensed: { value: is.boolean(context.unlicensed === true ? sql`(a.licensed and false)` : sql`a.licensed`) },
      rebootPending: { value: is.boolean(sql`a.reboot_needed`) },
      servicesToRestart: { value: is.integer(sql`a.restart_count`) },
      // Few assets wait for a restart, so that their findings are looked at one by one.
      vulnerableInMemory: {
        value: is.boolean(
          sql`((a.reboot_needed or a.restart_count > 0) and exists (select 1 from finding mf join patch mp on mp.id = mf.patch_id where ${allOf(
            [
              sql`mf.asset_id = a.asset_id`,
              own(sql`mf.subscription_id`),
              ownOrCatalog(sql`mp.subscription_id`),
              sql`mf.status = 2`,
              sql`mp.is_security`,
            ],
          )}))`,
        ),
      },
      missingPatchCount: { value: is.integer(then?.missing ?? sql`a.missing_count`) },
      latestMissingPatchCount: { value: is.integer(sql`a.latest_missing_count`) },
      installedPatchCount: { value: is.integer(then?.installed ?? sql`a.installed_count`) },
      missingCriticalCount: { value: is.integer(then?.missingCritical ?? sql`a.missing_critical_count`) },
      exposedSince: { value: is.orNull({ form: 'date', expression: sql`a.exposed_since` }) },
      riskScore: { value: is.orNull({ form: 'decimal', expression: sql`a.risk_score` }) },
      criticality: { value: is.orNull({ form: 'integer', expression: sql`a.criticality` }) },
      virtual: { value: is.boolean(sql`(a.virtualization not in ('', 'none'))`) },
      timeZone: { value: is.text(sql`a.time_zone`, sql`a.time_zone_folded`, sql`a.time_zone_words`) },
      software: { value: is.group, relation: 'software' },
      'software.name': { value: is.text(sql`pv.name`, sql`pv.name_folded`, sql`pv.name_words`), relation: 'software' },
      'software.version': {
        value: { form: 'version', raw: sql`pv.version`, key: sql`pv.version_key`, scheme: sql`pv.scheme` },
        relation: 'software',
      },
      'software.vendor': {
        value: is.text(sql`pv.vendor`, sql`pv.vendor_folded`, sql`pv.vendor_words`),
        relation: 'software',
      },
      vulnerabilities: { value: is.group, relation: 'vulnerabilities' },
      'vulnerabilities.cve': { value: is.cve(sql`vc.cve`), relation: 'vulnerabilities' },
      'vulnerabilities.severity': { value: is.choice(sql`vc.severity`), relation: 'vulnerabilities' },
      'vulnerabilities.kev': { value: is.boolean(sql`vc.kev`), relation: 'vulnerabilities' },
      'vulnerabilities.epss': {
        value: is.orNull({ form: 'decimal', expression: sql`vc.epss` }),
        relation: 'vulnerabilities',
      },
      activationKey: {
        value: is.text(
          sql`coalesce(ak.title, '')`,
          sql`coalesce(ak.title_folded, '')`,
          sql`coalesce(ak.title_words, '')`,
        ),
      },
      isEvaluationEdition: { value: is.boolean(sql`a.is_evaluation`) },
    },
  }
}

interface CountsThen {
  readonly join: SqlFragment
  readonly missing: SqlFragment
  readonly installed: SqlFragment
  readonly missingCritical: SqlFragment
}

/** What the counters of an asset would have said. Of those joined together the planner leaves out what a statement does not ask for. */
function countsThen(wall: Wall, context: QueryContext & { readonly asOfMs: number }, counting: Counting): CountsThen {
  const { own, ownOrCatalog } = wall
  const rows = findingsOf(context).as(sql`cf`, counting === 'together' ? wall.inScope : undefined)
  const held = own(sql`cf.subscription_id`)
  const critical = sql`${rows} join patch cp on cp.id = cf.patch_id where ${held} and cf.status = 1 and cp.severity = 'critical' and ${ownOrCatalog(
    sql`cp.subscription_id`,
  )}`
  const ofStatus = (status: SqlFragment): SqlFragment => sql`${rows} where ${held} and cf.status = ${status}`
  if (counting === 'each') {
    const each = (from: SqlFragment): SqlFragment => sql`(select count(*) from ${from} and cf.asset_id = a.asset_id)`
    return {
      join: sql``,
      missing: each(ofStatus(sql`1`)),
      installed: each(ofStatus(sql`2`)),
      missingCritical: each(critical),
    }
  }
  const together = (from: SqlFragment, alias: SqlFragment): SqlFragment =>
    sql` left join (select cf.asset_id, count(*) as n from ${from} group by cf.asset_id) ${alias} on ${alias}.asset_id = a.asset_id`
  const missingCritical = sql`coalesce(cr.n, 0)`
  // What is critical is of today: no sum has it.
  const joinCritical = together(critical, sql`cr`)
  if (wall.scoped)
    return {
      join: sql`${together(ofStatus(sql`1`), sql`cm`)}${together(ofStatus(sql`2`), sql`ci`)}${joinCritical}`,
      missing: sql`coalesce(cm.n, 0)`,
      installed: sql`coalesce(ci.n, 0)`,
      missingCritical,
    }
  return {
    join: sql` left join (${assetCountsThen(context)}) cs on cs.id = a.asset_id${joinCritical}`,
    missing: sql`coalesce(cs.missing, 0)`,
    installed: sql`coalesce(cs.installed, 0)`,
    missingCritical,
  }
}
