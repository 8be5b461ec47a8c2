import { keys } from '../en/keys.ts'
import { addTexts } from '../text.ts'

addTexts(keys)
