import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinnedVersion } from './pinned-node.mjs'

const launcher = new URL('./launch.mjs', import.meta.url).href
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-launch-'))
  // Types in it: only a Node that strips them can run it.
  writeFileSync(
    join(folder, 'main.ts'),
    'const words: string[] = process.argv.slice(2)\nconsole.log(process.versions.node, ...words)\nprocess.exitCode = 5',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function launch(node: string) {
  const entry = pathToFileURL(join(folder, 'main.ts')).href
  const bin = join(folder, 'bin.mjs')
  writeFileSync(
    bin,
    `import { launch } from ${JSON.stringify(launcher)}\nawait launch(new URL(${JSON.stringify(entry)}))`,
  )
  return spawnSync(node, [bin, 'asset', 'list'], { encoding: 'utf8' })
}

/** A Node of another major on this machine, when there is one. */
function otherNode(): string | undefined {
  const pinned = pinnedVersion().split('.')[0]
  return ['/usr/bin/node', '/usr/local/bin/node'].find(path => {
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return typeof stdout === 'string' && stdout !== '' && !stdout.startsWith(`v${pinned}.`)
  })
}

describe('a program of the checkout runs on the pinned Node, with its arguments and exit code', () => {
  it('started by the pinned Node', () => {
    const { stdout, status } = launch(process.execPath)
    expect([stdout, status]).toEqual([`${process.versions.node} asset list\n`, 5])
  })

  it('started by another major', ({ skip }) => {
    const node = otherNode()
    if (node === undefined) return skip('absent: a Node of another major')
    const { stdout, status } = launch(node)
    expect([stdout, status]).toEqual([`${pinnedVersion()} asset list\n`, 5])
  })
})
