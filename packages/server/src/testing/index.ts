export type { TestDatabase } from './test-database.ts'
export { testDatabase } from './test-database.ts'
