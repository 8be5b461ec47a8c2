export { DatabaseAway, UnknownOutcome } from '../../database/errors.ts'
export { Problem } from '../../errors/problem.ts'
export type { LineRecord } from '../../storage/ports/line-record.ts'
export type { TaskRecord } from '../../storage/ports/task-record.ts'
export { type DatabaseFaults, type MemoryDatabase, ProcessGone } from './memory-database.ts'
export {
  createMemoryServer,
  type MemoryServer,
  type Operator,
  type ServerReply,
  type ServerRequest,
} from './memory-server.ts'
export type { MemorySettings } from './memory-settings.ts'
export type { Tenant } from './tenant.ts'
