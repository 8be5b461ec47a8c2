import type { Run, TaskCounts } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { chosenRun, runsInOrder, stepsFor, stepsOf } from './chosen-run.ts'

const none: TaskCounts = {
  total: 2,
  open: 0,
  succeeded: 0,
  partial: 0,
  failed: 0,
  expired: 0,
  cancelled: 0,
  skipped: 0,
  unknown: 0,
}
const run = (id: string, nominalAt: string): Run => ({ id, nominalAt }) as Run
const old = run('old', '2026-11-20T10:00:00.000Z')
const young = run('young', '2026-11-21T10:00:00.000Z')

describe('the run on the job page', () => {
  it.each([
    [[], null, null],
    [[], 'gone', null],
    [[old, young], null, 'young'],
    [[young, old], null, 'young'],
    [[old, young], 'old', 'old'],
    [[old, young], 'gone', 'young'],
  ] as const)('of %j with %s in the address is %s', (runs, id, want) => {
    expect(chosenRun(runs, id)?.id ?? null).toBe(want)
  })

  it('stand newest first', () => {
    expect(runsInOrder([old, young]).map(one => one.id)).toEqual(['young', 'old'])
  })
})

const begun = '2026-11-21T10:00:00.000Z'
describe('what may be asked of a job', () => {
  it.each([
    ['disabled', [], ['enable']],
    ['draft', [], []],
    ['enabled', [], ['disable']],
    ['enabled', [{ startedAt: null, endedAt: null, tasks: none }], ['disable', 'cancel']],
    ['enabled', [{ startedAt: begun, endedAt: null, tasks: { ...none, open: 2 } }], ['cancel']],
    ['completed', [{ startedAt: begun, endedAt: begun, tasks: { ...none, succeeded: 2 } }], []],
    ['completed', [{ startedAt: begun, endedAt: begun, tasks: { ...none, failed: 1, succeeded: 1 } }], ['retry']],
    ['completed', [{ startedAt: begun, endedAt: begun, tasks: { ...none, skipped: 2 } }], []],
  ] as const)('%s with runs %j: %j', (status, runs, want) => {
    expect(stepsOf({ status, runs })).toEqual(want)
  })
})

describe('of what may be asked of a job, a person is offered', () => {
  const stopped = { startedAt: begun, endedAt: begun, tasks: { ...none, failed: 1 } }
  const running = { startedAt: begun, endedAt: null, tasks: { ...none, open: 1 } }
  it.each([
    ['everything with both rights', 'disabled', [], ['job.start', 'job.stop'], ['enable']],
    ['nothing that starts without the right to start', 'disabled', [], ['job.stop'], []],
    ['no retry without the right to start', 'completed', [stopped], ['job.view', 'job.stop'], []],
    ['stopping without the right to start', 'enabled', [running], ['job.stop'], ['cancel']],
    ['nothing for a look', 'enabled', [running], ['job.view'], []],
  ] as const)('%s', (_, status, runs, may, want) => {
    expect(stepsFor({ status, runs, may: [...may] })).toEqual(want)
  })
})
