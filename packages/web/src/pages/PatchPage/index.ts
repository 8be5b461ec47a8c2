export { PatchesPage } from '../PatchesPage/PatchesPage.tsx'
export { InstalledOnTab, MissingOnTab } from './PatchAssetsTab.tsx'
export { PatchDetailsTab } from './PatchDetailsTab.tsx'
export { PatchPage } from './PatchPage.tsx'
