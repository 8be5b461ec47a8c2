import { profiles } from '../en/profiles.ts'
import { addTexts } from '../text.ts'

addTexts(profiles)
