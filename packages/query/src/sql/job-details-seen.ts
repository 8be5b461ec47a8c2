import { type SqlFragment, sql, TRUE } from './fragment.ts'
import type { QueryContext } from './query-context.ts'
import { wallOf } from './wall.ts'

/** Whether the asker may know what a job is for and what became of it: the rule that decides which tasks there are. The row is `job j`. */
export const jobDetailsSeen = (context: QueryContext): SqlFragment =>
  wallOf(context).jobDetails(sql`j.id`, sql`j.owner_id`) ?? TRUE
