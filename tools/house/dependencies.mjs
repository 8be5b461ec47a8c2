// `npm start` and `npm test` work on a fresh clone: they bring node_modules into the state package-lock.json describes,
// and do nothing, without network, when it is already there.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npmCommand, npmEnvironment } from './npm-command.mjs'
import { cachedNode, checkout, hostPackage, installedNode, readJson, unsupportedMessage } from './pinned-node.mjs'

/**
 * Makes node_modules equal to the lockfile and returns the path of the pinned Node in it.
 * Throws with a sentence for people when that is impossible.
 */
export function ensureDependencies() {
  if (hostPackage() === undefined) throw new Error(unsupportedMessage())
  const stale = whyStale(checkout)
  const present = installedNode()
  if (stale === undefined && present !== undefined) return present

  const node = cachedNode()
  console.error(`Installing dependencies as package-lock.json says (${stale ?? 'the pinned Node is missing'}) …`)
  const npm = npmCommand(node)
  // --include: a caller's NODE_ENV=production or omit setting must not take the tools away.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const result = spawnSync(npm.command, [...npm.args, ...args], {
    cwd: checkout,
    env: npmEnvironment(dirname(node)),
    stdio: ['ignore', 2, 2],
  })
  if (result.error) throw new Error(`npm could not be started: ${result.error.message}`)
  if (result.status !== 0) throw new Error(`npm ci failed with exit code ${result.status}; its messages are above`)
  const installed = installedNode()
  if (installed === undefined) throw new Error(`npm ci ended well but Node is not in node_modules/${hostPackage()}`)
  return installed
}

/**
 * Why node_modules of `root` is not what its lockfile says, or undefined when it is. npm writes what it installed to
 * `node_modules/.package-lock.json` as its last step, so comparing the two also
 * notices an installation that was interrupted, and accepts one that somebody made with npm directly.
 * @param {string} root
 */
export function whyStale(root) {
  const installedPath = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedPath)) return 'nothing is installed'
  /** @type {Record<string, any>} */
  const locked = readJson(join(root, 'package-lock.json')).packages
  /** @type {Record<string, any>} */
  const installed = readJson(installedPath).packages
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '' || !path.includes('node_modules/')) {
      if (whyManifestDiffers(join(root, path), entry)) return `${join(path, 'package.json')} and the lockfile differ`
    } else if (installed[path] === undefined ? !entry.optional : !sameEntry(installed[path], entry)) {
      return `${path.replace('node_modules/', '')} is not as locked`
    }
  }
  const surplus = Object.keys(installed).find(path => locked[path] === undefined)
  if (surplus !== undefined) return `${surplus} is not in the lockfile`
  const workspaces = join(root, 'packages')
  const unknown = existsSync(workspaces)
    ? readdirSync(workspaces).find(
        name => existsSync(join(workspaces, name, 'package.json')) && locked[`packages/${name}`] === undefined,
      )
    : undefined
  return unknown === undefined ? undefined : `packages/${unknown} is not in the lockfile`
}

/**
 * Version and hash; other fields are left out by some npm versions (`libc` by npm 10).
 * @param {any} a
 * @param {any} b
 */
const sameEntry = (a, b) => a.version === b.version && a.integrity === b.integrity && a.resolved === b.resolved

/**
 * @param {string} folder
 * @param {Record<string, unknown>} entry
 */
function whyManifestDiffers(folder, entry) {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return true
  const manifest = readJson(path)
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].some(
    field => canonical(manifest[field]) !== canonical(entry[field]),
  )
}

/** @param {any} record */
const canonical = record => JSON.stringify(Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
