import { programs } from '../en/programs.ts'
import { addTexts } from '../text.ts'

addTexts(programs)
