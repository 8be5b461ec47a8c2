import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface MigrationFile {
  /** `0001-first-light` */
  readonly name: string
  readonly text: string
  readonly sha256: string
}

export const migrationsFolder = fileURLToPath(new URL('../migrations/', import.meta.url))

const namePattern = /^[0-9]{4}-[a-z0-9-]+\.sql$/

/** The numbered files of a folder in order. A file that is not named like one stops: it would silently not run. */
export async function readMigrations(folder: string = migrationsFolder): Promise<readonly MigrationFile[]> {
  const files: MigrationFile[] = []
  for (const file of (await readdir(folder)).sort()) {
    if (!namePattern.test(file)) throw new Error(`${file} in the migrations is not named NNNN-name.sql`)
    const text = await readFile(join(folder, file), 'utf8')
    files.push({ name: file.slice(0, -'.sql'.length), text, sha256: createHash('sha256').update(text).digest('hex') })
  }
  files.forEach((file, index) => {
    if (Number(file.name.slice(0, 4)) !== index + 1)
      throw new Error(`migration ${file.name} should have number ${index + 1}`)
  })
  return files
}
