import { account } from './account.ts'
import { catalog } from './catalog.ts'
import { device } from './device.ts'
import { audit } from './audit.ts'
import { bundles } from './bundles.ts'
import { feeds } from './feeds.ts'
import { first } from './first.ts'
import { installing } from './installing.ts'
import { jobPeople } from './job-people.ts'
import { people } from './people.ts'
import { personPicker } from './person-picker.ts'
import { signInSettings } from './sign-in-settings.ts'
import { subscriptions } from './subscriptions.ts'
import { systems } from './systems.ts'

/** Every English text that stands in the code by its name. */
export const en = {
  ...first,
  ...account,
  ...catalog,
  ...device,
  ...audit,
  ...bundles,
  ...feeds,
  ...installing,
  ...jobPeople,
  ...people,
  ...personPicker,
  ...signInSettings,
  ...subscriptions,
  ...systems,
} as const
