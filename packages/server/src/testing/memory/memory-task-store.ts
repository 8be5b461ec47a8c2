import { effectiveLicence, licencePermits, type TaskState } from '@patchyard/domain'
import { isOverdue, type TaskRecord } from '../../storage/ports/task-record.ts'
import type { TaskStore } from '../../storage/ports/task-store.ts'
import type { MemoryDatabase } from './memory-database.ts'
import type { Tenant } from './tenant.ts'

const TASKS_PER_MANIFEST = 64
const CONFLICT_LENGTH = 4096

const offered: ReadonlySet<TaskState> = new Set([
  'planned',
  'sent',
  'received',
  'blocked',
  'waitingUser',
  'downloading',
  'preActions',
  'patching',
  'postActions',
  'rebootPending',
  'rebooting',
])

/** What `insert` writes nothing of. */
const untouched = {
  sentAtMs: null,
  receivedAtMs: null,
  beganAtMs: null,
  rebooted: false,
  cancelAskedAtMs: null,
  verifyAfterMs: null,
} as const

const byAsset = (a: TaskRecord, b: TaskRecord): number => a.assetId - b.assetId || a.id - b.id

/** The twin of the store on `task`, `item` and `task_event`. */
export function createMemoryTaskStore(database: MemoryDatabase, tenant: Tenant, subscriptionId: number): TaskStore {
  const { tasks, events } = tenant
  const select = (where: (task: TaskRecord) => boolean): TaskRecord[] => tasks.rows().filter(where)
  return {
    async listOffered(assetId, nowMs) {
      if (tenant.suspended || !licencePermits(effectiveLicence(tenant.licence, nowMs))) return []
      return select(
        t =>
          t.assetId === assetId &&
          offered.has(t.state) &&
          t.cancelAskedAtMs === null &&
          t.document !== null &&
          tenant.runs.get(t.runId)?.state !== 'due',
      )
        .sort((a, b) => a.id - b.id)
        .slice(0, TASKS_PER_MANIFEST)
        .map(t => ({
          id: t.id,
          publicId: t.publicId,
          sha256: t.sha256 ?? '',
          document: t.document ?? '',
          sent: t.state !== 'planned',
        }))
    },

    async markSent(assetId, ids, nowMs) {
      for (const task of select(t => t.assetId === assetId && ids.includes(t.id) && t.state === 'planned')) {
        tasks.set(task.id, { ...task, state: 'sent', sentAtMs: nowMs, changedAtMs: nowMs })
      }
    },

    async lock(assetId, publicId) {
      return select(t => t.assetId === assetId && t.publicId === publicId)[0] ?? null
    },

    async listVerifying(assetId, scanStartedMs) {
      return select(
        t =>
          t.assetId === assetId &&
          t.state === 'verifying' &&
          t.verifyAfterMs !== null &&
          t.verifyAfterMs <= scanStartedMs,
      ).sort(byAsset)
    },

    async save(task) {
      const known = tasks.get(task.id)
      if (known === undefined || known.assetId !== task.assetId) return
      // Columns that `save` does not write stay as the row was made.
      const { document, sha256, notBeforeMs, startBeforeMs, finishBeforeMs, createdAtMs } = known
      tasks.set(task.id, { ...task, document, sha256, notBeforeMs, startBeforeMs, finishBeforeMs, createdAtMs })
    },

    async insert(made) {
      for (const task of made) {
        if (select(t => t.publicId === task.publicId).length > 0) throw new Error(`task ${task.publicId} is there`)
        const id = database.nextId('task')
        tasks.set(id, { ...task, ...untouched, id, subscriptionId, changedAtMs: task.createdAtMs })
      }
    },

    async recordEvent(event) {
      const key = `${event.assetId} ${event.task} ${event.n}`
      const known = events.get(key)
      if (known === undefined) {
        events.set(key, { ...event, conflict: null })
        return 'stored'
      }
      if (known.sha256 === event.sha256) return 'same'
      if (known.conflict === null) events.set(key, { ...known, conflict: event.text.slice(0, CONFLICT_LENGTH) })
      return 'conflict'
    },

    async isForeign(assetId, publicId) {
      return select(t => t.publicId === publicId && t.assetId !== assetId).length > 0
    },

    async findDocument(assetId, sha256) {
      return select(t => t.assetId === assetId && t.sha256 === sha256 && offered.has(t.state))[0]?.document ?? null
    },

    async listOpenOf(assetId) {
      return select(t => t.assetId === assetId && (offered.has(t.state) || t.state === 'verifying')).sort(byAsset)
    },
    async listOpen(runId) {
      return select(t => t.runId === runId && (offered.has(t.state) || t.state === 'verifying')).sort(byAsset)
    },
    async listOfRun(runId) {
      return select(t => t.runId === runId).sort(byAsset)
    },

    async listOverdue(nowMs, limit) {
      return select(t => isOverdue(t, nowMs))
        .sort(byAsset)
        .slice(0, limit)
    },
  }
}
