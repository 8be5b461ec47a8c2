import '../i18n/areas/feeds.ts'

export { BundlesPage } from './BundlesPage/BundlesPage.tsx'
export { AboutTab } from './FeedPage/AboutTab.tsx'
export { DocumentsTab } from './FeedPage/DocumentsTab.tsx'
export { FeedPage } from './FeedPage/FeedPage.tsx'
export { FeedsPage } from './FeedsPage/FeedsPage.tsx'
