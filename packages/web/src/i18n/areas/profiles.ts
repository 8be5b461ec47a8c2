import { licence } from '../en/licence.ts'
import { profiles } from '../en/profiles.ts'
import { addTexts } from '../text.ts'

addTexts({ ...licence, ...profiles })
