import { bundles } from '../en/bundles.ts'
import { feeds } from '../en/feeds.ts'
import { addTexts } from '../text.ts'

addTexts({ ...feeds, ...bundles })
