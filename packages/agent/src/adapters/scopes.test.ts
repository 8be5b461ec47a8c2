import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { ProcessSpec } from '../core/ports/processes.ts'
import { markedProcesses, SCOPE_MARK } from './marked-processes.ts'
import { createNodeProcesses, createNodeScopes } from './node-processes.ts'

const processes = createNodeProcesses()
const scopes = createNodeScopes()
const name = `test-${randomBytes(6).toString('hex')}`
const shell = (script: string, rest: Partial<ProcessSpec> = {}) =>
  processes.run({
    program: '/bin/sh',
    args: ['-c', script],
    timeoutMs: 20_000,
    overflow: 'cut',
    captureBytes: 65_536,
    scope: { kind: 'transient', name, leavesNothing: true },
    ...rest,
  })

afterEach(() => scopes.end(name))

test('what an action leaves behind is ended with it: children, sessions of their own, daemons', async () => {
  const daemon = '(setsid sh -c "sleep 300 & sleep 300" </dev/null >/dev/null 2>&1 &) &'
  const result = await shell(`sleep 300 & ${daemon} sleep 0.3; echo done; exit 3`)
  expect(result).toMatchObject({ code: 3, stdout: 'done\n', timedOut: false })
  expect(markedProcesses(name)).toEqual([])
})

test('one that never ends is ended at its limit, with a daemon that ignores every polite signal', async () => {
  const stubborn = 'setsid sh -c "trap : TERM HUP INT; while :; do sleep 1; done" & '
  const result = await shell(`${stubborn} echo started; sleep 300`, { timeoutMs: 500 })
  expect(result).toMatchObject({ timedOut: true, stdout: 'started\n' })
  expect(markedProcesses(name)).toEqual([])
})

test('one that forks without end is ended at its limit', { timeout: 30_000 }, async () => {
  // 200 at a time, so that the machine of the tests has no harm; the sleepers outlive their parents.
  const forks = 'i=0; while [ $i -lt 200 ]; do (setsid sleep 300 &) ; i=$((i+1)); done; sleep 300'
  const result = await shell(forks, { timeoutMs: 2000 })
  expect(result.timedOut).toBe(true)
  expect(markedProcesses(name)).toEqual([])
})

test('a flood of output costs neither the clock nor memory: head and tail are kept', { timeout: 30_000 }, async () => {
  const before = process.memoryUsage().rss
  const result = await shell('echo first; yes 0123456789012345678901234567890123456789', { timeoutMs: 1500 })
  expect(result.timedOut).toBe(true)
  expect(result.durationMs).toBeLessThan(10_000)
  expect(result.log.startsWith('first\n')).toBe(true)
  expect(result.log.length).toBeLessThan(70_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
})

test('standard input is empty and the environment holds nothing of the agent but the mark', async () => {
  const result = await shell('cat; env | cut -d= -f1 | sort | tr "\\n" " "; umask; pwd')
  expect(result.stdout).toBe(`HOME LANGUAGE LC_ALL ${SCOPE_MARK} PATH PWD 0022\n/\n`)
})

test('an earlier process of the agent left one: it is seen, and ended', async () => {
  spawn('/bin/sh', ['-c', 'sleep 300 & sleep 300'], {
    env: { [SCOPE_MARK]: name },
    detached: true,
    stdio: 'ignore',
  }).unref()
  for (let i = 0; i < 50 && !(await scopes.isRunning(name)); i++) await sleep(20)
  expect(await scopes.isRunning(name)).toBe(true)
  await scopes.end(name)
  expect(await scopes.isRunning(name)).toBe(false)
  expect(await scopes.isRunning(`${name}-other`)).toBe(false)
})
