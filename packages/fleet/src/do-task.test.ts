import { actionNumber, type TaskDocument, type TaskItem } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { doTask } from './do-task.ts'
import type { SimulatedHost } from './simulated-host.ts'

const patch = (item: number): TaskItem => ({
  item,
  kind: 'os-packages',
  patch: `p${item}`,
  packages: [{ name: 'a', arch: 'amd64', from: '1', to: '2' }],
})
const script = (stage: 'pre' | 'post', index: number): TaskItem => ({
  item: actionNumber(stage, index),
  stage,
  kind: 'script',
  name: `${stage} ${index}`,
  interpreter: 'sh',
  script: 'true',
  timeoutS: 60,
})

/** Events that a host with these exit codes, and these patches that fail, tells of a task. */
function told(
  exits: Readonly<Record<string, number>>,
  broken: readonly string[] = [],
  more: Partial<TaskDocument> = {},
): string[] {
  const events: string[] = []
  const host = {
    install: (key: string) => !broken.includes(key),
    act: (item: { name: string }) => ({ exitCode: exits[item.name] ?? 0, output: '' }),
  } as unknown as SimulatedHost
  const items = [script('pre', 0), script('pre', 1), patch(1), patch(2), script('post', 0)]
  const task = { items, onFailure: 'continue', reboot: 'ifNeeded', ...more } as unknown as TaskDocument
  doTask(host, task, (kind, data) => {
    const { item, outcome, code } = data as { item?: number; outcome?: string; code?: string }
    if (kind !== 'itemBegin') events.push([kind, item, outcome, code].filter(one => one !== undefined).join(' '))
  })
  return events
}

describe('a simulated agent carries out a task', () => {
  it('in the order of a real one', () =>
    expect(told({})).toEqual([
      'itemEnd 2001 ok',
      'itemEnd 2002 ok',
      'itemEnd 1 ok',
      'itemEnd 2 ok',
      'itemEnd 2006 ok',
      'end succeeded',
    ]))

  it.each<[string, Record<string, number>, string[], string[]]>([
    ['a failing pre-action stops nothing', { 'pre 0': 1 }, [], ['itemEnd 2001 failed action_failed', 'end succeeded']],
    [
      '12 ends everything',
      { 'pre 1': 12 },
      [],
      ['itemEnd 1 skipped job_aborted', 'itemEnd 2006 skipped job_aborted', 'end skipped aborted'],
    ],
    ['10 asks for a reboot, once', { 'pre 0': 10, 'post 0': 10 }, [], ['reboot ifNeeded', 'end succeeded']],
    ['11 fails and asks for one', { 'post 0': 11 }, [], ['itemEnd 2006 failed action_failed', 'reboot ifNeeded']],
    ['101 does not apply', { 'pre 0': 101 }, [], ['itemEnd 2001 skipped action_not_applicable', 'end succeeded']],
    ['post-actions follow a failure when the job goes on', {}, ['p1'], ['itemEnd 2006 ok', 'end partial']],
  ])('%s', (_, exits, broken, events) => expect(told(exits, broken)).toEqual(expect.arrayContaining(events)))

  it('post-actions do not follow a failure that stops', () =>
    expect(told({}, ['p1'], { onFailure: 'stop' })).toContain('itemEnd 2006 skipped stopped_after_failure'))
})
