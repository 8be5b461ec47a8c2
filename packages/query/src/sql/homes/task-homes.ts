import { allOf, sql } from '../fragment.ts'
import type { Wall } from '../wall.ts'
import type { EntityHomes } from './home.ts'
import * as is from './values.ts'

/** Aliases: t task, j its job, ta its asset (which may be gone). */
export function taskHomes(wall: Wall): EntityHomes {
  const { own, ownOrCatalog } = wall
  const scope = wall.inScope(sql`t.asset_id`)
  const details = wall.jobDetails(sql`j.id`, sql`j.owner_id`)
  return {
    from: sql`task t join job j on j.id = t.job_id and ${own(
      sql`j.subscription_id`,
    )} left join asset ta on ta.asset_id = t.asset_id and ${own(sql`ta.subscription_id`)}`,
    where: [own(sql`t.subscription_id`), ...(scope === null ? [] : [scope]), ...(details === null ? [] : [details])],
    id: sql`t.id`,
    indexed: [],
    relations: {
      items: {
        from: sql`item i join patch ip on ip.id = i.patch_id`,
        on: allOf([
          sql`i.asset_id = t.asset_id and i.task_id = t.id`,
          own(sql`i.subscription_id`),
          ownOrCatalog(sql`ip.subscription_id`),
        ]),
      },
    },
    tokens: {
      'job.name': { value: is.text(sql`j.name`, sql`j.name_folded`, sql`j.name_words`) },
      'job.id': { value: is.id(sql`j.public_id`) },
      'asset.name': {
        value: is.text(sql`coalesce(ta.name, '')`, sql`coalesce(ta.name_folded, '')`, sql`coalesce(ta.name_words, '')`),
      },
      status: { value: is.choice(sql`t.state`) },
      failureReason: { value: is.orNull({ form: 'choice', column: sql`t.reason` }) },
      // Of the first item that a program refused: what followed is its consequence.
      exitCode: {
        value: is.orNull({
          form: 'integer',
          expression: sql`(select ie.exit_code from item ie where ie.asset_id = t.asset_id and ie.task_id = t.id and ${own(
            sql`ie.subscription_id`,
          )} and ie.exit_code is not null order by ie.exit_code = 0, ie.n limit 1)`,
        }),
      },
      items: { value: is.group, relation: 'items' },
      'items.patchId': { value: is.id(sql`ip.public_id`), relation: 'items' },
      'items.title': { value: is.text(sql`ip.title`, sql`ip.title_folded`, sql`ip.title_words`), relation: 'items' },
      'items.result': { value: is.choice(sql`i.state`), relation: 'items' },
      'items.reason': { value: is.orNull({ form: 'choice', column: sql`i.reason` }), relation: 'items' },
      started: { value: is.orNull({ form: 'date', expression: sql`t.began_at` }) },
      ended: { value: is.orNull({ form: 'date', expression: sql`t.ended_at` }) },
      rebooted: { value: is.boolean(sql`t.rebooted`) },
      deferrals: { value: is.integer(sql`t.deferrals`) },
    },
  }
}
