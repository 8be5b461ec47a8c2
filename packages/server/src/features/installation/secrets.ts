import type { Random } from '@patchyard/domain'
import type { DataFolder } from '../../data-folder.ts'

const FILE = 'cursor.key'

/** Key of the cursors' MAC: made once, so that pages of a list go on after a restart. */
export async function cursorSecret(files: DataFolder, random: Random): Promise<Uint8Array> {
  const known = await files.read(FILE)
  if (known !== null) return known
  await files.create(FILE, random.bytes(32))
  const made = await files.read(FILE)
  if (made === null) throw new Error(`${FILE} cannot be read back from the data folder`)
  return made
}
