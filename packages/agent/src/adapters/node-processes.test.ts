import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { ProcessSpec } from '../core/ports/processes.ts'
import { createNodeProcesses } from './node-processes.ts'

const processes = createNodeProcesses()
const shell = (script: string, rest: Partial<ProcessSpec> = {}) =>
  processes.run({ program: '/bin/sh', args: ['-c', script], timeoutMs: 20_000, ...rest })

test('a failing program is a result with its exit code and both streams', async () => {
  const result = await shell('echo out; echo err >&2; exit 7')
  expect(result).toMatchObject({
    code: 7,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
    timedOut: false,
    scoped: false,
  })
  expect(result.log.split('\n').sort()).toEqual(['', 'err', 'out'])
})

test('a program that is not there, a relative one and an argument with NUL are E_PROCESS_SPAWN', async () => {
  for (const spec of [
    { program: '/nonexistent/program', args: [] },
    { program: 'sh', args: [] },
    { program: '/bin/echo', args: ['a\0b'] },
  ]) {
    await expect(processes.run({ ...spec, timeoutMs: 1000 })).rejects.toMatchObject({ code: 'E_PROCESS_SPAWN' })
  }
})

test('the environment of the agent is not passed on', async () => {
  process.env['PATCHYARD_SECRET_FOR_TEST'] = 'seen'
  const result = await shell('env', { env: { EXTRA: '1' } })
  delete process.env['PATCHYARD_SECRET_FOR_TEST']
  const names = result.stdout.split('\n').map(line => line.split('=')[0])
  expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'LC_ALL', 'EXTRA']))
  expect(result.stdout).not.toContain('PATCHYARD_SECRET_FOR_TEST')
  expect(result.stdout).toContain('LC_ALL=C.UTF-8')
})

test('the umask of package scripts is 022, whatever the agent uses, and the agent keeps its own', async () => {
  const before = process.umask(0o077)
  const result = await shell('umask')
  expect(process.umask(before)).toBe(0o077)
  expect(result.stdout).toBe('0022\n')
})

test('after the time limit the whole process group is gone, children too', async () => {
  const result = await shell('sleep 300 & echo $!; wait', { timeoutMs: 300 })
  expect(result.timedOut).toBe(true)
  const child = result.stdout.trim()
  await sleep(50)
  const state = existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, 'utf8') : 'gone'
  expect(state === 'gone' || / Z /.test(state)).toBe(true)
})

test('an abort signal ends the group and is told apart from the time limit', async () => {
  const controller = new AbortController()
  const running = shell('sleep 300', { signal: controller.signal })
  controller.abort()
  expect(await running).toMatchObject({ aborted: true, timedOut: false, signal: 'SIGTERM' })
})

test('a daemon left behind that keeps the pipe open does not hold the call', async () => {
  const result = await shell('setsid sleep 30 & echo $!; exit 3')
  expect(result.code).toBe(3)
  // It still runs: the call did not wait for it. (`kill` throws when there is no such process.)
  process.kill(Number(result.stdout.trim()))
})

test('output above the cap fails the call, or is cut when that is asked for', async () => {
  await expect(shell('yes | head -c 100000', { captureBytes: 1000 })).rejects.toMatchObject({
    code: 'E_PROCESS_OUTPUT',
  })
  const cut = await shell('yes | head -c 1000000; exit 4', { captureBytes: 1000, overflow: 'cut' })
  expect(cut.code).toBe(4)
  expect(cut.stdout).toHaveLength(1000)
})

test('the log keeps the first 16 KiB and the last 48 KiB and says how much is missing', async () => {
  const { log } = await shell('echo first; yes x | head -c 200000; echo last')
  expect(log.startsWith('first\n')).toBe(true)
  expect(log.endsWith('last\n')).toBe(true)
  expect(log).toContain(`[${6 + 200_000 + 5 - 65_536} bytes left out]`)
  expect(log.length).toBeLessThan(66_000)
})

test('lines arrive whole, the last one without a line end too', async () => {
  const lines: string[] = []
  await shell('printf "on"; sleep 0.05; printf "e\\ntwo\\nthr\\303"; sleep 0.05; printf "\\251e"', {
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  })
  expect(lines).toEqual(['stdout one', 'stdout two', 'stdout thrée'])
})

test('standard input is the text given, or nothing', async () => {
  expect((await shell('cat', { stdin: 'hello' })).stdout).toBe('hello')
  expect((await shell('cat')).stdout).toBe('')
})

test('a program that does not read its input is no error', async () => {
  expect((await shell('exit 0', { stdin: 'x'.repeat(10_000_000) })).code).toBe(0)
})

test('a scope name that could be an option or a path is refused', async () => {
  for (const name of ['', 'a b', '../x', 'UPPER', 'a'.repeat(65)]) {
    await expect(shell('true', { scope: { kind: 'transient', name } })).rejects.toMatchObject({
      code: 'E_PROCESS_SPAWN',
    })
  }
})

test.skipIf(existsSync('/run/systemd/system'))(
  'without systemd a scope is left out and the result says so',
  async () => {
    expect(await shell('exit 5', { scope: { kind: 'transient', name: 'x' } })).toMatchObject({ code: 5, scoped: false })
  },
)

test('a scoped program has both streams in one, in order, and lines arrive while it runs', async () => {
  const lines: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'patchyard-order-'))
  const heard = join(folder, 'heard')
  // It goes on only when its second line has been heard.
  const script = `echo one; echo two >&2; until [ -e ${heard} ]; do sleep 0.05; done; echo three; exit 6`
  const result = await shell(script, {
    scope: { kind: 'transient', name: 'patchyard-test-order' },
    onLine: line => {
      lines.push(line)
      if (line === 'two') writeFileSync(heard, '')
    },
  })
  rmSync(folder, { recursive: true })
  expect(result).toMatchObject({ code: 6, stdout: 'one\ntwo\nthree\n', stderr: '', log: 'one\ntwo\nthree\n' })
  expect(lines).toEqual(['one', 'two', 'three'])
})

test('a scoped program goes on when the agent is killed, and can still print', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchyard-scope-'))
  const done = join(folder, 'done')
  const script = `
    import { createNodeProcesses } from ${JSON.stringify(new URL('./node-processes.ts', import.meta.url).href)}
    const running = createNodeProcesses().run({
      program: '/bin/sh', args: ['-c', 'echo a; sleep 1; for i in 1 2 3; do echo more; done; echo $? > ${done}'],
      timeoutMs: 60000, scope: { kind: 'transient', name: 'patchyard-test-survives' },
      onLine: () => process.stdout.write('started'),
    })
    await running`
  const agent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(agent.stdout, 'data')
  agent.kill('SIGKILL')
  await once(agent, 'exit')
  await vi.waitFor(() => expect(readFileSync(done, 'utf8')).toBe('0\n'), { timeout: 5000 })
  rmSync(folder, { recursive: true })
})

test('a scoped flood neither fills the disk nor fails the call', async () => {
  const result = await shell('head -c 100000000 /dev/zero | tr "\\0" "x\n"; echo; echo end', {
    scope: { kind: 'transient', name: 'patchyard-test-flood' },
    captureBytes: 1000,
    overflow: 'cut',
  })
  expect(result.code).toBe(0)
  expect(result.stdout).toHaveLength(1000)
  expect(result.log.length).toBeLessThan(66_000)
})
