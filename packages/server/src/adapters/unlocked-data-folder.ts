import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '../data-folder.ts'

/** The data folder of a server that runs: it holds the lock and is the only one that writes. */
export function unlockedDataFolder(path: string): DataFolder {
  const refuse = (): Promise<never> => Promise.reject(new Error('the data folder belongs to the server that runs'))
  return {
    read: name =>
      readFile(join(path, name)).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }),
    write: refuse,
    create: refuse,
    remove: refuse,
  }
}
