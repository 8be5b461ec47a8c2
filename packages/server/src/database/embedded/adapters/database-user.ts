import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { StartError } from '../../../errors/start-error.ts'

const run = promisify(execFile)

/** The system user that PostgreSQL runs as; it refuses to run as root. */
export interface DatabaseUser {
  readonly name: string
  /** Absent when it is the user of this process. */
  readonly ids?: { readonly uid: number; readonly gid: number }
}

export const databaseUserName = 'patchyard-db'

/** The user of this process, or as root an unprivileged system user of our own, made when it is not there. */
export async function databaseUser(): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return { name: processUserName() }
  const ids = (await lookUp(databaseUserName)) ?? (await create(databaseUserName))
  if (ids.uid === 0) throw new StartError('database_user', `the user ${databaseUserName} has the id of root`)
  return { name: databaseUserName, ids }
}

/** The name behind the effective user id; peer authentication of PostgreSQL compares with it. */
export function processUserName(): string {
  try {
    return userInfo().username
  } catch (error) {
    throw new StartError(
      'database_user',
      `the user id ${String(process.getuid?.())} of this process has no name in /etc/passwd, which PostgreSQL needs`,
      error,
    )
  }
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    // id(1) also asks directory services that /etc/passwd does not show.
    const uid = await run('id', ['-u', '--', name])
    const gid = await run('id', ['-g', '--', name])
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) }
  } catch {
    // Also when there is no id(1) at all: then creating fails with the reason.
    return null
  }
}

async function create(name: string): Promise<{ uid: number; gid: number }> {
  const args = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ]
  try {
    await run('useradd', [...args, '--comment', 'Patchyard database', name], {
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    })
  } catch (error) {
    // Two servers that start at once: one of them loses, and finds the user.
    const ids = await lookUp(name)
    if (ids !== null) return ids
    throw new StartError(
      'database_user',
      `PostgreSQL does not run as root, and the system user ${name} could not be created (${firstLine(error)}). ` +
        `Create it: useradd ${args.join(' ')} ${name}`,
      error,
    )
  }
  const ids = await lookUp(name)
  if (ids === null) throw new StartError('database_user', `the system user ${name} was created but cannot be found`)
  return ids
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
