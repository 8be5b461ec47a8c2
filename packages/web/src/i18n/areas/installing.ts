import { installing } from '../en/installing.ts'
import { addTexts } from '../text.ts'

addTexts(installing)
