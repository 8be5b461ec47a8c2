// What is built rather than run from source: the web page and the agent's single file. Each is rebuilt when the bytes it
// is made from have changed; the stamp is a hash of those bytes, so a touched file or a fresh clone's times mean nothing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './pinned-node.mjs'

/** @typedef {{ name: string, entry: string, inputs: string[], output: string, command: string[] }} Product */

/** @type {Product[]} */
export const products = [
  {
    name: 'web page',
    entry: 'packages/web/vite.config.ts',
    inputs: [
      'packages/web',
      'packages/api',
      'packages/query',
      'packages/domain',
      'tsconfig.base.json',
      'package-lock.json',
    ],
    output: 'packages/web/dist/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', 'packages/web', '--logLevel', 'warn'],
  },
  {
    name: 'agent',
    entry: 'packages/agent/src/main.ts',
    inputs: [
      'packages/agent',
      'packages/protocol',
      'packages/domain',
      'tools/build-agent.ts',
      'tools/package-agent.ts',
      'package-lock.json',
    ],
    output: 'dist/agent/patchyard-agent.mjs',
    command: ['tools/build-agent.ts'],
  },
]

/**
 * Builds what is stale. A product whose entry file does not exist is left out. Throws when a build fails.
 * @param {string} node
 */
export function ensureBuilt(node) {
  for (const product of products) {
    if (!existsSync(join(checkout, product.entry))) continue
    const stamp = join(checkout, '.build', `${product.name.replace(' ', '-')}.stamp`)
    const wanted = hashInputs(checkout, product.inputs)
    const made = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
    if (made === wanted && existsSync(join(checkout, product.output))) continue

    console.error(`Building the ${product.name} …`)
    const result = spawnSync(node, product.command, { cwd: checkout, stdio: ['ignore', 2, 2] })
    if (result.status !== 0) throw new Error(`building the ${product.name} failed; its messages are above`)
    mkdirSync(join(checkout, '.build'), { recursive: true })
    writeFileSync(stamp, wanted)
  }
}

/**
 * Hex SHA-256 over names and bytes of everything under `inputs`, tests and build output left out.
 * @param {string} root
 * @param {string[]} inputs
 */
export function hashInputs(root, inputs) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const add = path => {
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) {
        if (name === 'node_modules' || name === 'dist' || /\.test\.tsx?$/.test(name)) continue
        add(join(path, name))
      }
    } else {
      const bytes = readFileSync(join(root, path))
      hash.update(`${path}\0${bytes.length}\0`).update(bytes)
    }
  }
  for (const input of inputs) if (existsSync(join(root, input))) add(input)
  return hash.digest('hex')
}
