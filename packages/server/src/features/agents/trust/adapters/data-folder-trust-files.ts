import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TrustFiles } from '../trust-files.ts'

/** Keys as hex text, one line, in `<data>/keys/`. */
export function createDataFolderTrustFiles(dataDir: string): TrustFiles {
  const pathOf = (name: string): string => join(dataDir, 'keys', name)
  return {
    async read(name) {
      const path = pathOf(name)
      let handle
      try {
        handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
      try {
        const { mode } = await handle.stat()
        if ((mode & 0o077) !== 0)
          throw new Error(`${path} can be read by others (mode ${(mode & 0o777).toString(8)}); want 600`)
        const text = (await handle.readFile('utf8')).trim()
        if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${path} is not a key of 32 bytes in hex`)
        return Buffer.from(text, 'hex')
      } finally {
        await handle.close()
      }
    },
    async create(name, seed) {
      const path = pathOf(name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const handle = await open(path, 'wx', 0o600)
      try {
        await handle.writeFile(`${Buffer.from(seed).toString('hex')}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      const folder = await open(dirname(path), 'r')
      await folder.sync().finally(() => folder.close())
    },
  }
}
