import { about } from '../en/about.ts'
import { keys } from '../en/keys.ts'
import { addTexts } from '../text.ts'

addTexts({ ...about, ...keys })
