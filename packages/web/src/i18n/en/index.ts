import { account } from './account.ts'
import { device } from './device.ts'
import { factors } from './factors.ts'
import { about } from './about.ts'
import { agents } from './agents.ts'
import { assetActions } from './asset-actions.ts'
import { assetPage } from './asset-page.ts'
import { audit } from './audit.ts'
import { columns } from './columns.ts'
import { common } from './common.ts'
import { counts } from './counts.ts'
import { frame } from './frame.ts'
import { jobPage } from './job-page.ts'
import { jobPeople } from './job-people.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { licence } from './licence.ts'
import { lists } from './lists.ts'
import { patchPage } from './patch-page.ts'
import { profiles } from './profiles.ts'
import { people } from './people.ts'
import { personPicker } from './person-picker.ts'
import { query } from './query.ts'
import { session } from './session.ts'
import { signInSettings } from './sign-in-settings.ts'
import { subscriptions } from './subscriptions.ts'
import { tagPicker } from './tag-picker.ts'
import { tags } from './tags.ts'
import { taskPage } from './task-page.ts'
import { things } from './things.ts'
import { why } from './why.ts'

/** Every English text that stands in the code by its name. */
export const en = {
  ...account,
  ...device,
  ...factors,
  ...about,
  ...agents,
  ...assetActions,
  ...assetPage,
  ...audit,
  ...columns,
  ...common,
  ...counts,
  ...frame,
  ...jobPage,
  ...jobPeople,
  ...jobs,
  ...keys,
  ...licence,
  ...lists,
  ...patchPage,
  ...profiles,
  ...people,
  ...personPicker,
  ...query,
  ...session,
  ...signInSettings,
  ...subscriptions,
  ...tagPicker,
  ...tags,
  ...taskPage,
  ...things,
  ...why,
} as const
