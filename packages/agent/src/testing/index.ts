// The agent's core with everything that stands for a host in memory: what the simulator of whole fleets needs.
export { type Agent, createAgent } from '../core/agent.ts'
export type { AgentBuild, AgentPorts } from '../core/agent-ports.ts'
export { enroll, EnrolmentError } from '../core/enrolment/enroll.ts'
export type { EventRow, ItemRow, JournalState, TaskRow } from '../core/journal/schema.ts'
export type { ActionResult, Actions } from '../core/ports/actions.ts'
export type { CollectedInventory, Inventory } from '../core/ports/inventory.ts'
export type * from '../core/ports/dry-run.ts'
export type * from '../core/ports/package-manager.ts'
export type * from '../core/ports/rollback.ts'
export type * from '../core/ports/scan-result.ts'
export type * from '../core/ports/system-facts.ts'
export { type Journal, type JournalErrorCode, JournalError, type JournalView } from '../core/ports/journal.ts'
export {
  type BellRequest,
  type Network,
  NetworkError,
  type NetworkReply,
  type NetworkRequest,
} from '../core/ports/network.ts'
export { createFakeActions, createFakeActionState, type FakeActions, stopFakeActions } from './fake-actions.ts'
export { createFakeUsers, createFakeUserState, type FakeUsers } from './fake-users.ts'
export { createFakeHost, createFakeMachine, type FakeMachine } from './fake-host.ts'
export {
  createFakePackageManager,
  createFakePackages,
  type FakeBehaviour,
  type FakePackages,
} from './fake-package-manager.ts'
export { createJournalStore, type JournalStore, openMemoryJournal } from './memory-journal.ts'
export { createMemorySecrets, type SecretStore } from './memory-secrets.ts'
export type { PackageManagerRequest } from './package-manager-driver.ts'
