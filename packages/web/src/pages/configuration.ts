import '../i18n/areas/configuration.ts'

export { AboutPage } from './AboutPage/AboutPage.tsx'
export { ActivationKeysPage } from './ActivationKeysPage/ActivationKeysPage.tsx'
export { AgentsPage } from './AgentsPage/AgentsPage.tsx'
export { ApiKeysPage } from './ApiKeysPage/ApiKeysPage.tsx'
export { FirstAdminPage } from './FirstAdminPage/FirstAdminPage.tsx'
