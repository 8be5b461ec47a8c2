import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Process id of the embedded PostgreSQL that serves a data folder; null when there is none. */
export async function postgresOf(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10)
  if (!(pid > 0)) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}
