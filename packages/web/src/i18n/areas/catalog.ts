import { catalog } from '../en/catalog.ts'
import { patchPage } from '../en/patch-page.ts'
import { addTexts } from '../text.ts'

addTexts({ ...catalog, ...patchPage })
