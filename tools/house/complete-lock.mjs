// Completes package-lock.json after `npm install`: npm leaves out builds for other platforms that the registry in use does
// not carry, and `npm ci` then refuses the lockfile. Every optional dependency named in it gets an entry with the platform
// that its name tells; such an entry is never installed on a platform we support, where all entries have a hash
// (tests/repository/lockfile.test.ts).
//
// Usage: node tools/house/complete-lock.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout, readJson } from './pinned-node.mjs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/**
 * What a package's name says about where it runs: "binding-linux-arm64-musl" → linux, arm64, musl.
 * Undefined when it names no system.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = systems.find(system => words.includes(system))
  if (os === undefined) return undefined
  const cpu = processors.find(processor => words.includes(processor))
  const musl = words.some(word => word.startsWith('musl'))
  const glibc = words.some(word => word.startsWith('gnu'))
  return { os, cpu, libc: musl ? 'musl' : glibc ? 'glibc' : undefined }
}

/**
 * Adds the missing entries to a parsed lockfile; returns their names.
 * @param {{ packages: Record<string, any> }} lock
 */
export function completeLock(lock) {
  /** @type {string[]} */
  const added = []
  for (const parent of Object.values({ ...lock.packages })) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`
      if (lock.packages[path] !== undefined) continue
      const platform = platformOf(name)
      if (platform === undefined) throw new Error(`${name} names no platform; add it to the lockfile with npm`)
      const { os, cpu, libc } = platform
      lock.packages[path] = {
        version,
        ...(cpu === undefined ? {} : { cpu: [cpu] }),
        ...(parent.dev ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc: [libc] }),
        optional: true,
        os: [os],
      }
      added.push(name)
    }
  }
  const paths = Object.keys(lock.packages).sort()
  lock.packages = Object.fromEntries(paths.map(path => [path, lock.packages[path]]))
  return added
}

if (import.meta.main ?? process.argv[1]?.endsWith('complete-lock.mjs')) {
  const path = join(checkout, 'package-lock.json')
  const lock = readJson(path)
  const added = completeLock(lock)
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(added.length === 0 ? 'the lockfile is complete' : `added ${added.join(', ')}`)
}
