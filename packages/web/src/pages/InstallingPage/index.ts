import '../../i18n/areas/keys.ts'
import '../../i18n/areas/installing.ts'

export { InstallingPage } from './InstallingPage.tsx'
