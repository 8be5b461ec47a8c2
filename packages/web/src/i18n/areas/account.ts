import { account } from '../en/account.ts'
import { device } from '../en/device.ts'
import { addTexts } from '../text.ts'

addTexts({ ...account, ...device })
