import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Files under version control; in a copy without git, everything but what is ignored. Relative, sorted. */
export function checkedInFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (git.status === 0 && git.stdout !== '') return git.stdout.split('\0').filter(path => path !== '')
  const exclude = ['**/node_modules/**', '**/.build/**', '**/dist/**', '.git/**']
  return globSync(['**/*', '.*', '.ci/*'], { cwd: root, exclude, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
    .sort()
}

export const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

export const readJson = <T>(path: string): T => JSON.parse(read(path)) as T

/** Recorded input, which is kept byte for byte as it was found. */
export const isRecorded = (path: string): boolean => /(^|\/)(fixtures|vectors|seeds)\//.test(path)

export interface PackageJson {
  readonly name: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export const packageFiles = (): string[] => [
  'package.json',
  ...globSync('packages/*/package.json', { cwd: root }).sort(),
]

/** Direct dependencies from npm, name → versions asked for. */
export function directDependencies(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const path of packageFiles()) {
    const { dependencies, devDependencies, optionalDependencies } = readJson<PackageJson>(path)
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      if (!name.startsWith('@patchyard/')) found.set(name, [...(found.get(name) ?? []), version])
    }
  }
  return found
}

export interface LockEntry {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly license?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly os?: string | readonly string[]
  readonly cpu?: string | readonly string[]
  readonly libc?: string | readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Packages of the lockfile that come from npm, by their place in node_modules. */
export function lockedPackages(): [path: string, entry: LockEntry][] {
  const { packages } = readJson<{ packages: Record<string, LockEntry> }>('package-lock.json')
  return Object.entries(packages).filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
}
