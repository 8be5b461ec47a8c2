import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createCgroupMemory, ownService } from './cgroup-memory.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

/** A folder that looks like /sys/fs/cgroup; what was asked of the kernel. */
async function asked(group: string, files: Readonly<Record<string, string>>): Promise<string | null> {
  const root = mkdtempSync(join(tmpdir(), 'cgroup-'))
  made.push(root)
  const folder = join(root, 'system.slice/patchyard-agent.service')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(root, 'self'), group)
  writeFileSync(join(root, 'swaps'), 'Filename Type Size Used Priority\n')
  await createCgroupMemory({ ownGroup: join(root, 'self'), root, swaps: join(root, 'swaps') }).giveBack()
  return 'memory.reclaim' in files ? readFileSync(join(folder, 'memory.reclaim'), 'utf8') : null
}

const service = '0::/system.slice/patchyard-agent.service\n'

describe('memory is given back through the own control group', () => {
  test('all that can be, and nothing to swap', async () => {
    expect(await asked(service, { 'memory.current': '70000000\n', 'memory.reclaim': '' })).toBe('70000000 swappiness=0')
  })

  test.each<[string, string, Record<string, string>]>([
    ['the agent was started from a session', '0::/user.slice/session-1.scope\n', { 'memory.current': '7\n' }],
    ['it is not known how much there is', service, { 'memory.current': 'max\n' }],
    ['the memory controller is not there', service, {}],
  ])('not when %s', async (_, group, files) => {
    expect(await asked(group, { ...files, 'memory.reclaim': '' })).toBe('')
  })

  test('a kernel without memory.reclaim is no error', async () => {
    expect(await asked(service, { 'memory.current': '7\n' })).toBeNull()
  })
})

test.each([
  ['0::/system.slice/patchyard-agent.service\n', '/system.slice/patchyard-agent.service'],
  ['9:memory:/x.service\n0::/system.slice/a.service\n', '/system.slice/a.service'],
  ['0::/\n', null],
  ['0::/user.slice/user-0.slice/session-2.scope\n', null],
  ['0::/../../other.service\n', null],
  ['4:memory:/system.slice/a.service\n', null],
  ['', null],
])('%j is the service %j', (text, wanted) => {
  expect(ownService(text)).toBe(wanted)
})
