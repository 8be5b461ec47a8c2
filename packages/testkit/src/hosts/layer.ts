import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf } from './command.ts'
import { withExclusiveLock } from './exclusive-lock.ts'
import { ownRegistry } from './registry.ts'

/** A finished root file system: this layer's own files over its parent's. Read-only for everybody. */
export interface Layer {
  readonly name: string
  readonly digest: string
  readonly parent: Layer | undefined
  /** `root/` holds the file system (an overlay's upper folder), `srv/` what hosts see at /srv/testkit. */
  readonly folder: string
  readonly buildMs: number
}

/** How a layer is made. `sources` are the files whose text decides what comes out, beside the parent's digest. */
export interface Recipe {
  readonly name: string
  readonly parent?: Recipe
  readonly sources: readonly URL[]
  /** Fills `folder/root` (and `folder/srv`). Called under a lock, in a folder that is thrown away when it fails. */
  readonly build: (folder: string, parent: Layer | undefined) => Promise<void>
}

/** Raise it when a change outside the recipes' own files changes what they make. */
const format = 1
const unusedForMs = 3 * 24 * 3600 * 1000

/** `PATCHYARD_CACHE` moves it; layers need a file system that can be an overlay's upper folder (not an overlay itself). */
export function layerCache(): string {
  const base =
    process.env['PATCHYARD_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'patchyard')
  return join(base, 'hosts')
}

export function recipeDigest(recipe: Recipe): string {
  const hash = createHash('sha256').update(`${String(format)}\n${recipe.name}\n`)
  if (recipe.parent) hash.update(recipeDigest(recipe.parent))
  for (const source of recipe.sources) hash.update(readFileSync(fileURLToPath(source)))
  return hash.digest('hex').slice(0, 16)
}

/** From the cache, or built once: a second process that wants the same layer waits for the first. */
export async function provideLayer(recipe: Recipe): Promise<Layer> {
  const parent = recipe.parent && (await provideLayer(recipe.parent))
  const digest = recipeDigest(recipe)
  const cache = layerCache()
  const folder = join(cache, `${recipe.name}-${digest}`)
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    await withExclusiveLock(join(cache, `${recipe.name}.lock`), async () => {
      if (existsSync(folder)) return // the process that had the lock has built it
      await build(recipe, parent, folder)
      dropUnused(cache, recipe.name, folder)
    })
  }
  const now = new Date()
  utimesSync(folder, now, now)
  const { buildMs } = JSON.parse(readFileSync(join(folder, 'layer.json'), 'utf8')) as { buildMs: number }
  return { name: recipe.name, digest, parent, folder, buildMs }
}

async function build(recipe: Recipe, parent: Layer | undefined, folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const forget = ownRegistry().add({ kind: 'folder', path: unfinished })
  mkdirSync(join(unfinished, 'root'), { recursive: true })
  mkdirSync(join(unfinished, 'srv'))
  const start = performance.now()
  try {
    await recipe.build(unfinished, parent)
    const buildMs = Math.round(performance.now() - start)
    writeFileSync(join(unfinished, 'layer.json'), `${JSON.stringify({ recipe: recipe.name, buildMs })}\n`)
    // Everything on disk before the name says that it is complete.
    await outputOf(['sync', '--file-system', unfinished])
    renameSync(unfinished, folder)
  } catch (error: unknown) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new Error(`layer ${recipe.name} could not be built`, { cause: error })
  } finally {
    forget()
  }
}

/** Older recipes' layers go when nobody has used them for days: another checkout on this machine may still use one. */
function dropUnused(cache: string, name: string, keep: string): void {
  for (const entry of readdirSync(cache)) {
    const path = join(cache, entry)
    // debian12-<digest>, but not debian12-minimal-<digest>, which is another layer's name.
    if (path === keep || entry.slice(0, -16) !== `${name}-` || !/[0-9a-f]{16}$/.test(entry)) continue
    if (Date.now() - statSync(path).mtimeMs > unusedForMs) rmSync(path, { recursive: true, force: true })
  }
}

/** Folders of an overlay's `lowerdir`, topmost first. */
export function lowerFolders(layer: Layer): string[] {
  return [join(layer.folder, 'root'), ...(layer.parent ? lowerFolders(layer.parent) : [])]
}
