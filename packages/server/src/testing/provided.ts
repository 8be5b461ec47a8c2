import type { PoolTarget } from '../database/pool.ts'

/** What `global-setup.ts` hands to the test files of one run. */
export interface ProvidedDatabase {
  /** May create databases and roles; its database is `postgres`. */
  readonly admin: PoolTarget
  /** Migrated, connected to by nobody: copied for each test database. */
  readonly template: string
  readonly app: PoolTarget
  readonly leakproof: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    patchyardDatabase: ProvidedDatabase
  }
}
