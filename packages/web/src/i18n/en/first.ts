import { factors } from './factors.ts'
import { asOf } from './as-of.ts'
import { assetActions } from './asset-actions.ts'
import { columns } from './columns.ts'
import { common } from './common.ts'
import { counts } from './counts.ts'
import { frame } from './frame.ts'
import { jobs } from './jobs.ts'
import { lists } from './lists.ts'
import { query } from './query.ts'
import { session } from './session.ts'
import { tagPicker } from './tag-picker.ts'
import { things } from './things.ts'
import { why } from './why.ts'

/** What the first script holds; the texts of other areas come with them (`i18n/areas`). */
export const first = {
  ...factors,
  ...asOf,
  ...assetActions,
  ...columns,
  ...common,
  ...counts,
  ...frame,
  ...jobs,
  ...lists,
  ...query,
  ...session,
  ...tagPicker,
  ...things,
  ...why,
} as const
