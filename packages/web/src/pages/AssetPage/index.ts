export { AssetPage } from './AssetPage.tsx'
export { InstalledTab, MissingTab } from './FindingsTab/FindingsTab.tsx'
export { SoftwareTab } from './SoftwareTab/SoftwareTab.tsx'
export { SystemTab } from './SystemTab/SystemTab.tsx'
