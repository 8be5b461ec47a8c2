import { assetPage } from '../en/asset-page.ts'
import { profiles } from '../en/profiles.ts'
import { addTexts } from '../text.ts'

addTexts({ ...assetPage, ...profiles })
