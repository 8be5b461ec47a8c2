import { account } from '../en/account.ts'
import { device } from '../en/device.ts'
import { licence } from '../en/licence.ts'
import { addTexts } from '../text.ts'

addTexts({ ...account, ...device, ...licence })
