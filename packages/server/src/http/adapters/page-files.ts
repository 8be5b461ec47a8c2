import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** Folder of the built page, or null in a checkout where it was not built. */
export function findPageFolder(): string | null {
  const folder = fileURLToPath(new URL('../../../../web/dist/', import.meta.url))
  return existsSync(join(folder, 'index.html')) ? folder : null
}
