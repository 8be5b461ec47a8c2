import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../errors/start-error.ts'

// https://www.sqlite.org/rescode.html#busy
const sqliteBusy = 5

/**
 * One server for one data folder. SQLite's exclusive lock is the kernel's (fcntl, LockFileEx): it ends with the process
 * however that ends, so nothing stale is left after a kill, and a reused process id cannot be mistaken for a server.
 * Throws StartError.
 */
export function lockDataFolder(dataDir: string): Disposable {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
    lock.exec('pragma journal_mode = memory; begin exclusive')
    const held = lock
    return { [Symbol.dispose]: () => held.close() }
  } catch (error) {
    lock?.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new StartError('data_folder_in_use', `another server runs with the data folder ${dataDir}`, error)
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError('data_folder', `the data folder ${dataDir} cannot be written to: ${reason}`, error)
  }
}
