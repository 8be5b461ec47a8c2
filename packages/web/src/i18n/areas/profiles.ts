import { days } from '../en/days.ts'
import { licence } from '../en/licence.ts'
import { profiles } from '../en/profiles.ts'
import { addTexts } from '../text.ts'

addTexts({ ...days, ...licence, ...profiles })
