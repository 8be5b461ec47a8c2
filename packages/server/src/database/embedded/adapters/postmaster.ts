import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { asSeenInside, type EmbeddedLayout } from '../layout.ts'
import { fixedSettings } from '../settings.ts'
import type { Exit, Postmaster } from '../supervisor.ts'
import { cleanEnvironment } from './cluster.ts'
import type { DatabaseUser } from './database-user.ts'

// Line 8 of postmaster.pid (PostgreSQL source, utils/pidfile.h).
const statusLine = 7

/** Starts `postgres` as a child of this process. */
export function startPostmaster(
  layout: EmbeddedLayout,
  user: DatabaseUser,
  options: { durable: boolean; onLogLine: (line: string) => void },
): Postmaster {
  const settings = Object.entries(fixedSettings(layout, options.durable)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const child: ChildProcess = spawn(
    join(layout.runtime, 'bin', 'postgres'),
    ['-D', asSeenInside(layout).cluster, ...settings],
    {
      cwd: layout.cluster,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: cleanEnvironment(),
      // Ctrl-C in a terminal reaches the whole process group; the database must outlive the requests in flight.
      detached: true,
      ...user.ids,
    },
  )
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', options.onLogLine)
  const exited = new Promise<Exit>(resolve => {
    child.on('error', error => resolve({ status: null, signal: null, error }))
    child.on('exit', (status, signal) => resolve({ status, signal }))
  })
  return {
    pid: child.pid ?? 0,
    exited,
    isReady: () => readinessOf(layout, child.pid ?? 0) === 'ready',
    signal: name => child.kill(name),
  }
}

function readinessOf(layout: EmbeddedLayout, pid: number): string | null {
  try {
    const lines = readFileSync(join(layout.cluster, 'postmaster.pid'), 'utf8').split('\n')
    return lines[0] === String(pid) ? (lines[statusLine]?.trim() ?? null) : null
  } catch {
    // Not written yet, or just being removed.
    return null
  }
}
