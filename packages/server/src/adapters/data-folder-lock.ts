import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../errors/start-error.ts'

/**
 * One server for one data folder. SQLite's exclusive lock is the kernel's (fcntl, LockFileEx): it ends with the process
 * however that ends, so nothing stale is left after a kill, and a reused process id cannot be mistaken for a server.
 */
export function lockDataFolder(dataDir: string): Disposable {
  const lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    // 5: SQLITE_BUSY
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) {
      throw new StartError('data_folder_in_use', `another server runs with the data folder ${dataDir}`, error)
    }
    throw new StartError('data_folder', `the data folder ${dataDir} cannot be used: ${String(error)}`, error)
  }
  return { [Symbol.dispose]: () => lock.close() }
}
