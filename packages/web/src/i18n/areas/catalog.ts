import { catalog } from '../en/catalog.ts'
import { addTexts } from '../text.ts'

addTexts(catalog)
