import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StartError } from '../../../errors/start-error.ts'
import type { EmbeddedLayout } from '../layout.ts'
import type { DatabaseUser } from './database-user.ts'

/** Short folder for the socket of a data folder with a long path; the same for the same data folder and user. */
export function shortRunFolder(dataDir: string): string {
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  return join(tmpdir(), `patchyard-${String(process.getuid?.() ?? 0)}-${digest}`)
}

/** Binaries for data folders that are closed to the database user; as `root` only, so nobody else can put files there. */
export const sharedFolder = '/var/cache/patchyard'

/**
 * Whether the database user can walk down to `dataDir`, which is made and opened for passing through. Folders above are
 * somebody else's to open. Throws StartError where the way around needs `/proc`.
 */
export async function isReachable(dataDir: string, user: DatabaseUser): Promise<boolean> {
  const { ids } = user
  if (ids === undefined) return true
  // Passing through, not listing: secrets in it are files of their own with 0600.
  await chmod(dataDir, 0o711)
  for (let folder = dataDir; ; folder = dirname(folder)) {
    const found = await stat(folder)
    const bit = found.uid === ids.uid ? 0o100 : found.gid === ids.gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) {
      if (process.platform === 'linux') return false
      throw new StartError(
        'data_folder',
        `the database runs as ${user.name}, which may not enter ${folder}; choose another data folder or allow it (chmod o+x ${folder})`,
      )
    }
    if (dirname(folder) === folder) return true
  }
}

/** Makes the folders with the owners and modes that `EmbeddedLayout` states. */
export async function makeFolders(layout: EmbeddedLayout, user: DatabaseUser): Promise<void> {
  await mkdir(layout.root, { recursive: true })
  if (user.ids !== undefined) await chmod(layout.root, 0o711)
  if (!layout.reachable) {
    await mkdir(sharedFolder, { recursive: true })
    await chmod(sharedFolder, 0o755)
  }
  await ownFolder(layout.run, user)
}

/** A folder of the database user, 0700. In a shared place like /tmp somebody else may have been there first. */
export async function ownFolder(path: string, user: DatabaseUser): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  const found = await lstat(path)
  const mine = [process.getuid?.(), user.ids?.uid].includes(found.uid)
  if (!found.isDirectory() || !mine) throw new StartError('data_folder', `${path} belongs to somebody else`)
  if (user.ids !== undefined) await chown(path, user.ids.uid, user.ids.gid)
  await chmod(path, 0o700)
}
