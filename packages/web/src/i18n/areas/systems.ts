import { systems } from '../en/systems.ts'
import { addTexts } from '../text.ts'

addTexts(systems)
