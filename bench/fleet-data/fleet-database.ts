import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type KeptDatabase, openKeptDatabase } from '@patchyard/server/testing/kept-database'
import { loadFleet } from './load-fleet.ts'
import type { Sizes } from './sizes.ts'

const own = fileURLToPath(new URL('.', import.meta.url))
const migrations = fileURLToPath(new URL('../../packages/server/src/database/migrations/', import.meta.url))

export interface FleetDatabase extends KeptDatabase {
  /** Seconds that loading took, when it was made. */
  readonly loadSeconds: number
}

/**
 * The data set in a database of its own below ~/.cache/patchyard/bench, named by a digest of sizes, migrations and generator;
 * made when it is not there, and then in the place of all older ones of the same sizes.
 */
export async function openFleetDatabase(sizes: Sizes): Promise<FleetDatabase> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'patchyard', 'bench')
  const prefix = `fleet-${sizes.assets.join('-')}-`
  const folder = join(cache, prefix + (await digestOf(sizes)))
  await mkdir(folder, { recursive: true })
  const done = join(folder, 'loaded-in-s')
  const found = await readFile(done, 'utf8').catch(() => null)
  if (found === null) await removeAll(cache, prefix)
  await mkdir(folder, { recursive: true })
  const database = await openKeptDatabase(folder)
  if (found !== null) return { ...database, loadSeconds: Number(found) }
  try {
    const loadSeconds = await loadFleet({ ...database.owner }, sizes, line => console.log(`- ${line}`))
    await writeFile(done, String(loadSeconds))
    return { ...database, loadSeconds }
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function removeAll(cache: string, prefix: string): Promise<void> {
  for (const name of await readdir(cache))
    if (name.startsWith(prefix)) await rm(join(cache, name), { recursive: true, force: true })
}

async function digestOf(sizes: Sizes): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(sizes))
  for (const folder of [migrations, own]) {
    for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(join(folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
