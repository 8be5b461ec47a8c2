import '../i18n/areas/administration.ts'

export { AuditPage, InstallationAuditPage } from './AuditPage/AuditPage.tsx'
export { PeoplePage } from './PeoplePage/PeoplePage.tsx'
export { PersonPage } from './PersonPage/PersonPage.tsx'
export { RolesPage } from './RolesPage/RolesPage.tsx'
export { SubscriptionsPage } from './SubscriptionsPage/SubscriptionsPage.tsx'
