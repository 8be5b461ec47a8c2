import { agents } from './agents.ts'
import { assetPage } from './asset-page.ts'
import { jobPage } from './job-page.ts'
import { taskPage } from './task-page.ts'
import { about } from './about.ts'
import { account } from './account.ts'
import { catalog } from './catalog.ts'
import { days } from './days.ts'
import { device } from './device.ts'
import { audit } from './audit.ts'
import { bundles } from './bundles.ts'
import { feeds } from './feeds.ts'
import { first } from './first.ts'
import { installing } from './installing.ts'
import { jobPeople } from './job-people.ts'
import { jobActions } from './job-actions.ts'
import { jobOptions } from './job-options.ts'
import { jobSchedule } from './job-schedule.ts'
import { jobWizard } from './job-wizard.ts'
import { keys } from './keys.ts'
import { licence } from './licence.ts'
import { newJob } from './new-job.ts'
import { patchPage } from './patch-page.ts'
import { people } from './people.ts'
import { personPicker } from './person-picker.ts'
import { profiles } from './profiles.ts'
import { programs } from './programs.ts'
import { signInSettings } from './sign-in-settings.ts'
import { subscriptions } from './subscriptions.ts'
import { systems } from './systems.ts'
import { tags } from './tags.ts'

/** Every English text that stands in the code by its name. */
export const en = {
  ...first,
  ...agents,
  ...assetPage,
  ...jobPage,
  ...taskPage,
  ...about,
  ...account,
  ...catalog,
  ...days,
  ...device,
  ...audit,
  ...bundles,
  ...feeds,
  ...installing,
  ...jobPeople,
  ...jobActions,
  ...jobOptions,
  ...jobSchedule,
  ...jobWizard,
  ...keys,
  ...licence,
  ...newJob,
  ...patchPage,
  ...people,
  ...personPicker,
  ...profiles,
  ...programs,
  ...signInSettings,
  ...subscriptions,
  ...systems,
  ...tags,
} as const
