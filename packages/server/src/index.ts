export type { ServerConfig } from './config/server-config.ts'
export type { Database, DatabaseHealth, NoticeListener, TransactionOptions, Trx } from './database/database.ts'
export { Problem } from './errors/problem.ts'
export type { ErrorCode } from './errors/registry.ts'
