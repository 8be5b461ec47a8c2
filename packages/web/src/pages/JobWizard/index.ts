import '../../i18n/areas/job-wizard.ts'

export { EditJobPage } from './EditJobPage.tsx'
export { NewJobPage } from './NewJobPage.tsx'
