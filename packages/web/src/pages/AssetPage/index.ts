import '../../i18n/areas/assets.ts'

export { AssetPage } from './AssetPage.tsx'
export { InstalledTab, MissingTab } from './FindingsTab/FindingsTab.tsx'
export { ProfilesTab } from './ProfilesTab/ProfilesTab.tsx'
export { SoftwareTab } from './SoftwareTab/SoftwareTab.tsx'
export { SystemTab } from './SystemTab/SystemTab.tsx'
