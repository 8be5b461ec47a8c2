import { taskIsOpen, taskStates } from '@patchyard/domain'
import { allOf, param, type SqlFragment, sql } from '../fragment.ts'
import type { Wall } from '../wall.ts'
import type { EntityHomes } from './home.ts'
import * as is from './values.ts'

const ended = taskStates.filter(state => !taskIsOpen(state))

/** Aliases: j job, o its owner. Everybody in the subscription sees the rows of all jobs (an empty scope none). */
export function jobHomes(wall: Wall): EntityHomes {
  const { own } = wall
  const scope = wall.inScope(sql`jt.asset_id`)
  const details = wall.jobDetails(sql`j.id`, sql`j.owner_id`)
  const known = details === null ? [] : [details]
  /** Percent of the last run's tasks, of those assets that the asker may see. */
  const percent = (states: readonly string[]): SqlFragment =>
    sql`(select floor(100.0 * count(*) filter (where jt.state = any(${param([...states])}::text[])) / nullif(count(*), 0))::float8 from task jt where ${own(
      sql`jt.subscription_id`,
    )}${scope === null ? sql`` : sql` and ${scope}`} and jt.run_id = (select max(jr.id) from run jr where jr.job_id = j.id and ${own(
      sql`jr.subscription_id`,
    )}))`
  return {
    from: sql`job j left join person o on o.id = j.owner_id`,
    where: [own(sql`j.subscription_id`), ...(wall.notEmpty === null ? [] : [wall.notEmpty])],
    id: sql`j.id`,
    indexed: [],
    relations: {
      coAuthor: {
        from: sql`job_co_author jc join person ca on ca.id = jc.person_id`,
        on: allOf([sql`jc.job_id = j.id`, own(sql`jc.subscription_id`), ...known]),
      },
      tags: {
        from: sql`job_tag jg join tag tg on tg.id = jg.tag_id`,
        on: allOf([
          sql`jg.job_id = j.id and jg.kind = 'include'`,
          own(sql`jg.subscription_id`),
          own(sql`tg.subscription_id`),
          ...known,
        ]),
      },
    },
    tokens: {
      name: { value: is.text(sql`j.name`, sql`j.name_folded`, sql`j.name_words`) },
      id: { value: is.id(sql`j.public_id`) },
      status: { value: is.choice(sql`j.state`) },
      type: { value: is.choice(sql`j.kind`) },
      platform: { value: is.choice(sql`j.platform`) },
      scheduleType: { value: is.choice(sql`j.schedule_type`) },
      owner: { value: is.personOf.owner },
      coAuthor: { value: is.personOf.coAuthor, relation: 'coAuthor' },
      created: { value: is.date(sql`j.created_at`) },
      modified: { value: is.date(sql`j.modified_at`) },
      nextRun: { value: is.orNull({ form: 'date', expression: sql`j.next_run_at` }) },
      lastRun: { value: is.orNull({ form: 'date', expression: sql`j.last_run_at` }) },
      isRecurring: { value: is.boolean(sql`j.is_recurring`) },
      isQueryBased: { value: is.boolean(sql`j.is_query_based`) },
      isComplete: { value: is.boolean(sql`j.is_complete`) },
      patchCount: { value: is.integer(sql`j.patch_count`) },
      assetCount: { value: is.integer(sql`j.asset_count`) },
      completionPercent: { value: is.orNull({ form: 'decimal', expression: percent(ended) }) },
      successPercent: { value: is.orNull({ form: 'decimal', expression: percent(['succeeded']) }) },
      tags: { value: is.group, relation: 'tags' },
      'tags.name': { value: is.text(sql`tg.name`, sql`tg.name_folded`, sql`tg.name_words`), relation: 'tags' },
    },
  }
}
