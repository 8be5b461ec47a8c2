import { factors } from './factors.ts'
import { about } from './about.ts'
import { agents } from './agents.ts'
import { asOf } from './as-of.ts'
import { assetActions } from './asset-actions.ts'
import { assetPage } from './asset-page.ts'
import { columns } from './columns.ts'
import { common } from './common.ts'
import { counts } from './counts.ts'
import { frame } from './frame.ts'
import { jobPage } from './job-page.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { licence } from './licence.ts'
import { lists } from './lists.ts'
import { patchPage } from './patch-page.ts'
import { profiles } from './profiles.ts'
import { query } from './query.ts'
import { session } from './session.ts'
import { tagPicker } from './tag-picker.ts'
import { tags } from './tags.ts'
import { taskPage } from './task-page.ts'
import { things } from './things.ts'
import { why } from './why.ts'

/** What the first script holds; the texts of other areas come with them (`i18n/areas`). */
export const first = {
  ...factors,
  ...about,
  ...agents,
  ...asOf,
  ...assetActions,
  ...assetPage,
  ...columns,
  ...common,
  ...counts,
  ...frame,
  ...jobPage,
  ...jobs,
  ...keys,
  ...licence,
  ...lists,
  ...patchPage,
  ...profiles,
  ...query,
  ...session,
  ...tagPicker,
  ...tags,
  ...taskPage,
  ...things,
  ...why,
} as const
