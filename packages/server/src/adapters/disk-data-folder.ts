import { chmod, link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { StartError } from '../errors/start-error.ts'

const unfinishedEnd = '.unfinished'
const namePattern = /^[a-z0-9][a-z0-9.-]*$/

/**
 * The data folder on disk, made when it is not there, locked until it is disposed. Throws StartError when it cannot be
 * written to or another server has it.
 */
export async function openDataFolder(path: string): Promise<DataFolder & Disposable> {
  try {
    await mkdir(path, { recursive: true, mode: 0o711 })
  } catch (error) {
    throw new StartError('data_folder', `the data folder ${path} cannot be made: ${reasonOf(error)}`, error)
  }

  const lock = lockDataFolder(path)
  await removeUnfinished(path)
  let writes = 0

  const fileOf = (name: string): string => {
    if (!namePattern.test(name)) throw new RangeError(`"${name}" is not the name of a file in the data folder`)
    return join(path, name)
  }

  async function writeBeside(name: string, content: Uint8Array | string): Promise<string> {
    const unfinished = `${fileOf(name)}.${(writes += 1)}${unfinishedEnd}`
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    // The umask may have taken more than asked; nothing may be left.
    await chmod(unfinished, 0o600)
    return unfinished
  }

  async function syncFolder(): Promise<void> {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }

  return {
    async read(name) {
      return readFile(fileOf(name)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null
        throw error
      })
    },
    async write(name, content) {
      await rename(await writeBeside(name, content), fileOf(name))
      await syncFolder()
    },
    async create(name, content) {
      const unfinished = await writeBeside(name, content)
      try {
        // Unlike rename, link does not replace what is there.
        await link(unfinished, fileOf(name))
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false
        throw error
      } finally {
        await rm(unfinished, { force: true })
      }
      await syncFolder()
      return true
    },
    remove: name => rm(fileOf(name), { force: true }),
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  }
}

/** Left by a process that died while writing; the lock of the folder says that nobody writes now. */
async function removeUnfinished(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (name.endsWith(unfinishedEnd)) await rm(join(path, name), { force: true })
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
