import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../../../errors/start-error.ts'
import { asSeenInside, type EmbeddedLayout } from '../layout.ts'
import { initialSettings } from '../settings.ts'
import { processUserName, type DatabaseUser } from './database-user.ts'
import { ownFolder } from './folders.ts'

export const ownerRole = 'patchyard_owner'
export const appRole = 'patchyard_app'

/** Makes the cluster when it is not there; one that an interrupted start left half made is made anew. */
export async function ensureCluster(
  layout: EmbeddedLayout,
  user: DatabaseUser,
  options: { durable: boolean },
): Promise<'made' | 'found'> {
  const version = await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null) {
    if (version.trim() !== '18') {
      throw new StartError(
        'database_version',
        `the data in ${layout.cluster} is of PostgreSQL ${version.trim()}; this version brings 18`,
      )
    }
    return 'found'
  }
  const unfinished = `${layout.cluster}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await ownFolder(unfinished, user)
  await initdb(layout, unfinished, user, options)
  await rename(unfinished, layout.cluster)
  return 'made'
}

async function initdb(
  layout: EmbeddedLayout,
  folder: string,
  user: DatabaseUser,
  options: { durable: boolean },
): Promise<void> {
  const settings = Object.entries(initialSettings(totalmem())).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = [
    ...[
      '-D',
      layout.reachable ? folder : asSeenInside(layout).cluster,
      '-U',
      ownerRole,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--data-checksums',
    ],
    // The order of texts must not change with the libc of an updated host: that would corrupt indexes.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--auth=peer', '--no-instructions', ...(options.durable ? [] : ['--no-sync']), ...settings],
  ]
  const child = spawn(join(layout.runtime, 'bin', 'initdb'), args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
    ...user.ids,
  })
  let output = ''
  const keep = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [status] = (await once(child, 'close').catch((error: unknown) => {
    throw new StartError('database_start', `initdb could not be started: ${String(error)}`, error)
  })) as [number | null]
  if (status !== 0) throw new StartError('database_start', `the database could not be made: ${lastLines(output)}`)
}

/** Who may connect as what. Written at each start: the user of the server may be another one than last time. */
export async function writeAccessRules(layout: EmbeddedLayout): Promise<void> {
  const server = processUserName()
  const hba = [
    '# Written at each start. The kernel says who connects (peer); patchyard-server in pg_ident.conf maps it to roles.',
  ]
  hba.push(`local all ${ownerRole} peer map=patchyard-server`, `local all ${appRole} peer map=patchyard-server`, '')
  const ident = [ownerRole, appRole].map(role => `patchyard-server "${server}" ${role}`)
  await writeFile(join(layout.cluster, 'pg_hba.conf'), hba.join('\n'), { mode: 0o644 })
  await writeFile(join(layout.cluster, 'pg_ident.conf'), [...ident, ''].join('\n'), { mode: 0o644 })
}

/** Variables like PGDATA or PGOPTIONS of the caller's shell must not reach our PostgreSQL. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
}

export function lastLines(output: string): string {
  return output.trim().split('\n').slice(-6).join(' | ')
}
