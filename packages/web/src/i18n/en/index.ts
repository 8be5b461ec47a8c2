import { columns } from './columns.ts'
import { counts } from './counts.ts'
import { frame } from './frame.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { query } from './query.ts'
import { things } from './things.ts'

/** Every English text that stands in the code by its name. */
export const en = { ...columns, ...counts, ...frame, ...jobs, ...lists, ...query, ...things } as const
