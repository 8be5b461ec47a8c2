import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StateFolderError } from './state-folder.ts'

/**
 * One agent for a state folder (invariant I12). The lock itself is the kernel's, taken through SQLite on an empty database: it is gone the
 * moment its holder is, so no stale one has to be judged. The file beside it, process and boot, is only for the message.
 */
export interface AgentLock {
  release(): void
}

/** A database object that nothing refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>()

/** @throws StateFolderError `E_AGENT_RUNNING` naming the holder */
export function takeAgentLock(folder: string, boot: string): AgentLock {
  const database = new DatabaseSync(join(folder, 'lock.db'))
  try {
    database.exec('pragma busy_timeout = 2000; pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    database.close()
    throw new StateFolderError('E_AGENT_RUNNING', `another agent uses ${folder} (${holderOf(folder)})`, { cause })
  }
  writeFileSync(join(folder, 'agent.pid'), `process ${process.pid}, boot ${boot}\n`, { mode: 0o600 })
  held.add(database)
  return {
    release: () => {
      if (held.delete(database)) database.close()
    },
  }
}

/** Whether an agent holds the lock now. Looking takes it for a moment at most; an agent that starts just then waits. */
export function isAgentLocked(folder: string): boolean {
  const path = join(folder, 'lock.db')
  if (!existsSync(path)) return false
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('pragma busy_timeout = 0')
    database.prepare('select count(*) from sqlite_schema').get()
    return false
  } catch {
    // SQLITE_BUSY: somebody has it exclusively.
    return true
  } finally {
    database.close()
  }
}

function holderOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'agent.pid'), 'utf8').trim().slice(0, 100)
  } catch {
    return 'it has not said which process it is'
  }
}
