import { tags } from '../en/tags.ts'
import { addTexts } from '../text.ts'

addTexts(tags)
