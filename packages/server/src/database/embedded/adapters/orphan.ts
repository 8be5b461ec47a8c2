import { execFile } from 'node:child_process'
import { readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Clock } from '@patchyard/domain'
import { StartError } from '../../../errors/start-error.ts'

const run = promisify(execFile)
const fastMs = 20_000
const immediateMs = 10_000

/**
 * A server that was killed leaves its PostgreSQL running. The caller holds the lock of the data folder, so whatever
 * serves this cluster belongs to nobody: it is shut down cleanly, and the caller starts its own child. Taking it over
 * instead would save under a second and leave a process that nobody is told about when it dies.
 */
export async function stopOrphan(cluster: string, clock: Clock): Promise<'none' | 'stopped'> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0] ?? '', 10)
  if (!Number.isSafeInteger(pid) || pid <= 1) return 'none'
  if (!(await serves(pid, cluster))) {
    // The number now belongs to another process. PostgreSQL would refuse to start when that one has the same user.
    await rm(pidFile, { force: true })
    return 'none'
  }
  for (const [signal, patienceMs] of [
    ['SIGINT', fastMs],
    ['SIGQUIT', immediateMs],
  ] as const) {
    process.kill(pid, signal)
    const end = clock.monotonicMs() + patienceMs
    while (clock.monotonicMs() < end) {
      if (!(await serves(pid, cluster))) return 'stopped'
      await clock.sleep(20)
    }
  }
  throw new StartError(
    'database_start',
    `a PostgreSQL of an earlier start (process ${pid}) still serves ${cluster} and does not stop`,
  )
}

/** Whether the process is a postmaster of this cluster: it runs inside its data folder. */
async function serves(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const [cwd, exe] = await Promise.all([readlink(`/proc/${pid}/cwd`), readlink(`/proc/${pid}/exe`)]).catch(() => [
      '',
      '',
    ])
    return cwd === cluster && /\/postgres( \(deleted\))?$/.test(exe ?? '')
  }
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout.includes(`-D ${cluster}`)
}
