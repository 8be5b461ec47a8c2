import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const packaging = fileURLToPath(new URL('../packaging', import.meta.url))
const unit = readFileSync(join(packaging, 'patchyard-agent.service'), 'utf8')
/** What the unit gives Node before the program, read the way systemd does: words of ExecStart. */
const flags = (/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '').split(' ').filter(word => word.startsWith('--'))

/** Everything by which the script changes the host. The twins end it: whoever comes to the first of them has passed all checks. */
const CHANGES = ['install', 'mv', 'chmod', 'systemctl']
const FIRST_CHANGE = 77

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchyard-install-'))
  const twins = join(folder, 'twins')
  mkdirSync(twins)
  const program = (path: string, text: string) => writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  for (const name of CHANGES) program(join(twins, name), `exit ${FIRST_CHANGE}`)
  program(join(twins, 'id'), 'echo 0')
  for (const file of ['install.sh', 'patchyard-agent.service']) copyFileSync(join(packaging, file), join(folder, file))
  const agent = "process.stdout.write('1.0.0\\n')\n"
  writeFileSync(join(folder, 'patchyard-agent.mjs'), agent)
  const sha256 = createHash('sha256').update(agent).digest('hex')
  writeFileSync(join(folder, 'patchyard-agent.mjs.sha256'), `${sha256}  patchyard-agent.mjs\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function install(node: string, withUnit = unit): { readonly status: number | null; readonly stderr: string } {
  writeFileSync(join(folder, 'patchyard-agent.service'), withUnit)
  const { status, stderr } = spawnSync('/bin/sh', [join(folder, 'install.sh'), '--no-enroll', '--node', node], {
    env: { PATH: `${join(folder, 'twins')}:/usr/bin:/bin` },
    encoding: 'utf8',
  })
  return { status, stderr }
}

/** A Node that does not know one flag, as an older one says it. */
function nodeWithout(flag: string): string {
  const path = join(folder, 'other-node')
  const refuse = `case " $* " in *" ${flag} "*) echo "other-node: bad option: ${flag}" >&2; exit 9 ;; esac`
  writeFileSync(path, `#!/bin/sh\n${refuse}\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 })
  return path
}

describe('the installer, before it changes anything', () => {
  test('goes on with a Node that takes the flags of the unit', () => {
    expect(flags.length).toBeGreaterThan(0)
    expect(install(process.execPath)).toMatchObject({ status: FIRST_CHANGE, stderr: '' })
  })

  test.each(flags)('refuses a Node that does not take %s: exit code 9, with what Node said', flag => {
    const node = nodeWithout(flag)
    expect(install(node)).toEqual({
      status: 9,
      stderr:
        `install.sh: ${node} does not run as the unit starts it (other-node: bad option: ${flag}); nothing was changed. ` +
        `Take the node of the package, or one of its version\n`,
    })
  })

  test('tries what stands in the unit and nothing else', () => {
    const made = unit.replace('--jitless', '--no-such-flag')
    expect(install(process.execPath, made)).toMatchObject({
      status: 9,
      stderr: expect.stringContaining('bad option: --no-such-flag') as string,
    })
  })

  test('refuses a unit in which it does not find how the agent is started', () => {
    expect(install(process.execPath, unit.replace(/^ExecStart=.*$/m, 'ExecStart=/bin/true'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('does not say how the agent is started') as string,
    })
  })

  test('refuses a Node that needs the flags: the verbs of the command line run without them', () => {
    const node = join(folder, 'other-node')
    const needs = `case "$1" in -*) exit 0 ;; *) exit 1 ;; esac`
    writeFileSync(node, `#!/bin/sh\n${needs}\n`, { mode: 0o755 })
    expect(install(node)).toEqual({ status: 1, stderr: `install.sh: ${node} cannot run the agent\n` })
  })
})
