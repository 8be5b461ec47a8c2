import { lockDataFolder } from '../adapters/data-folder-lock.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/adapters/start-embedded.ts'

export type QuickPostgres = Pick<EmbeddedPostgres, 'owner' | 'app' | 'pid' | 'stop'>

/** The embedded PostgreSQL on a folder that nobody else may use meanwhile. Without fsync: what is kept there can be made again. */
export async function startQuickPostgres(dataDir: string): Promise<QuickPostgres> {
  const lock = lockDataFolder(dataDir)
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir,
      clock: systemClock,
      random: systemRandom,
      durable: false,
      log(level, message, detail) {
        if (level === 'error') console.error(message, detail)
      },
    })
    const { owner, app, pid } = postgres
    return {
      owner,
      app,
      pid,
      async stop() {
        await postgres.stop()
        lock[Symbol.dispose]()
      },
    }
  } catch (error: unknown) {
    lock[Symbol.dispose]()
    throw error
  }
}
