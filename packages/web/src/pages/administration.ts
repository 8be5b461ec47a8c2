export { AuditPage, InstallationAuditPage } from './AuditPage/AuditPage.tsx'
export { SubscriptionsPage } from './SubscriptionsPage/SubscriptionsPage.tsx'
