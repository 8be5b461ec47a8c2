import '../i18n/areas/systems.ts'

export { SystemsPage } from './SystemsPage/SystemsPage.tsx'
