import '../i18n/areas/programs.ts'

export { MappingsPage } from './ProgramsPage/MappingsPage.tsx'
export { UnmatchedPage } from './ProgramsPage/UnmatchedPage.tsx'
