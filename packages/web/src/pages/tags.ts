import '../i18n/areas/tags.ts'

export { EditTagPage } from './EditTagPage/EditTagPage.tsx'
export { NewTagPage } from './EditTagPage/NewTagPage.tsx'
export { TagPage } from './TagPage/TagPage.tsx'
export { TagsPage } from './TagsPage/TagsPage.tsx'
