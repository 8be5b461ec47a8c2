import { mkdir, realpath, rm } from 'node:fs/promises'
import type { Clock, Random } from '@patchyard/domain'
import type { PoolTarget } from '../../pool.ts'
import { embeddedLayout, embeddedPort } from '../layout.ts'
import { createSupervisor } from '../supervisor.ts'
import { appRole, ensureCluster, lastLines, ownerRole, writeAccessRules } from './cluster.ts'
import { databaseUser } from './database-user.ts'
import { isReachable, makeFolders, sharedFolder, shortRunFolder } from './folders.ts'
import { stopOrphan } from './orphan.ts'
import { startPostmaster } from './postmaster.ts'
import { findRuntimePackage, installRuntime, removeOtherRuntimes } from './runtime-files.ts'

export interface EmbeddedPostgres {
  /** Superuser of the cluster: migrations and nothing else. */
  readonly owner: PoolTarget
  readonly app: PoolTarget
  readonly pid: number | null
  stop(): Promise<void>
}

export const databaseName = 'patchyard'

/**
 * PostgreSQL under our supervision, on a socket that only we can reach. The caller holds the lock of the data folder.
 * `durable: false` is for tests: the data does not survive a power failure. Errors: StartError.
 */
export async function startEmbeddedPostgres(input: {
  dataDir: string
  clock: Clock
  random: Random
  durable: boolean
  log: (level: 'info' | 'warn' | 'error', message: string, detail: object) => void
}): Promise<EmbeddedPostgres> {
  const { clock, random, durable, log } = input
  const user = await databaseUser()
  const runtimePackage = await findRuntimePackage()
  await mkdir(input.dataDir, { recursive: true })
  // PostgreSQL itself resolves links in its data folder, and we compare with what it says.
  const dataDir = await realpath(input.dataDir)
  const layout = embeddedLayout({
    dataDir,
    runtimeName: runtimePackage.name,
    platform: process.platform,
    reachable: await isReachable(dataDir, user),
    sharedFolder,
    shortRun: () => shortRunFolder(dataDir),
  })
  await makeFolders(layout, user)
  await installRuntime(runtimePackage, layout.runtime)
  if ((await stopOrphan(layout.cluster, clock)) === 'stopped')
    log('warn', 'stopped a database left by a server that was killed', {})
  if (layout.reachable) await removeOtherRuntimes(layout.runtime)
  if ((await ensureCluster(layout, user, { durable })) === 'made')
    log('info', 'made a new database', { folder: layout.cluster })
  await writeAccessRules(layout)

  const lines: string[] = []
  const supervisor = createSupervisor({
    clock,
    random,
    log,
    lastLog: () => lastLines(lines.join('\n')),
    async start() {
      // Backends of a postmaster that was killed may still be leaving; PostgreSQL checks for them itself and refuses.
      await stopOrphan(layout.cluster, clock)
      return startPostmaster(layout, user, {
        durable,
        onLogLine(line) {
          lines.push(line)
          if (lines.length > 20) lines.shift()
          logLine(line, log)
        },
      })
    },
  })
  await supervisor.start()
  const target = (role: string): PoolTarget => ({
    host: layout.run,
    port: embeddedPort,
    user: role,
    database: databaseName,
  })
  return {
    owner: target(ownerRole),
    app: target(appRole),
    get pid() {
      return supervisor.pid
    },
    async stop() {
      await supervisor.stop()
      // One in a temporary folder is made anew at each start.
      if (!layout.run.startsWith(`${layout.root}/`)) await rm(layout.run, { recursive: true, force: true })
    },
  }
}

// `%e ` in log_line_prefix, then severity: `53100 ERROR:  could not extend file …`
const linePattern = /^([0-9A-Z]{5}) (LOG|WARNING|ERROR|FATAL|PANIC):\s+(.*)$/

function logLine(line: string, log: (level: 'info' | 'warn' | 'error', message: string, detail: object) => void): void {
  const [, sqlState, severity, message] = linePattern.exec(line) ?? []
  // Said to every client when the database stops, which the supervisor itself asked for.
  if (sqlState === '57P01') return
  if (severity === 'PANIC' || sqlState === '53100') log('error', 'database', { sqlState, message })
  else if (severity === 'FATAL' || severity === 'WARNING') log('warn', 'database', { sqlState, message })
  // Errors of single statements are reported by whoever sent them; here they would only repeat.
}
