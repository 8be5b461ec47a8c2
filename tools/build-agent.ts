// Builds dist/agent/patchyard-agent.mjs: the agent as one file for the pinned Node. It runs as root on every machine, so
// the build also checks what went in, and fails when anything but our three packages and the two allowed ones did.
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** `xmlchars` is what `saxes` itself is made of. */
const allowedInputs = /^(packages\/(agent|protocol|domain)\/|node_modules\/(typebox|saxes|xmlchars)\/)/

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'dist', 'agent')
const file = join(folder, 'patchyard-agent.mjs')

const result = await build({
  absWorkingDir: root,
  entryPoints: ['packages/agent/src/main.ts'],
  outfile: file,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  packages: 'bundle',
  // Node's built-in modules written without "node:" would be found in a folder of the machine first.
  external: ['node:*'],
  legalComments: 'inline',
  // A waiting agent keeps its source text in memory: one character beyond Latin-1 doubles it, comments and names make up the half of it.
  // README of the package, "Measured". What a line of a stack trace means says the map beside it.
  charset: 'ascii',
  minify: true,
  sourcemap: 'external',
  logLevel: 'warning',
  banner: { js: '#!/usr/bin/env node' },
})

const strangers = Object.keys(result.metafile.inputs).filter(input => !allowedInputs.test(input))
if (strangers.length > 0) {
  console.error(`these files do not belong into the agent:\n  ${strangers.join('\n  ')}`)
  process.exit(1)
}
const output = result.outputFiles.find(one => one.path === file)
const map = result.outputFiles.find(one => one.path === `${file}.map`)
if (output === undefined || map === undefined) throw new Error('esbuild wrote nothing')

mkdirSync(folder, { recursive: true })
// Whole or not at all: a test may be starting an agent from this file right now.
writeFileSync(`${file}.new`, output.contents, { mode: 0o755 })
renameSync(`${file}.new`, file)
writeFileSync(`${file}.map`, map.contents)
const sha256 = createHash('sha256').update(output.contents).digest('hex')
writeFileSync(`${file}.sha256`, `${sha256}  patchyard-agent.mjs\n`)
await import('./package-agent.ts')
