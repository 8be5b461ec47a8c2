import { account } from '../en/account.ts'
import { audit } from '../en/audit.ts'
import { licence } from '../en/licence.ts'
import { people } from '../en/people.ts'
import { personPicker } from '../en/person-picker.ts'
import { signInSettings } from '../en/sign-in-settings.ts'
import { subscriptions } from '../en/subscriptions.ts'
import { addTexts } from '../text.ts'

addTexts({ ...account, ...audit, ...licence, ...people, ...personPicker, ...signInSettings, ...subscriptions })
