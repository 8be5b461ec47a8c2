import type { Random } from '@patchyard/domain'
import type { DataFolder } from '../../data-folder.ts'

/** Key of the cursors' MAC: made once, so that pages of a list go on after a restart. */
export const cursorSecret = (files: DataFolder, random: Random): Promise<Uint8Array> =>
  keptKey('cursor.key', files, random)

/** Key of what stands encrypted in the database. Lost with the data folder, second factors and client secrets are lost, too. */
export const secretBoxKey = (files: DataFolder, random: Random): Promise<Uint8Array> =>
  keptKey('secret-box.key', files, random)

/** 32 random bytes, the same at every start. */
async function keptKey(file: string, files: DataFolder, random: Random): Promise<Uint8Array> {
  const known = await files.read(file)
  if (known !== null) return known
  await files.create(file, random.bytes(32))
  const made = await files.read(file)
  if (made === null) throw new Error(`${file} cannot be read back from the data folder`)
  return made
}
