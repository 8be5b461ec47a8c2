import { actionNumber, type AgentEvent, eventText, type TaskDocument } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { type StoredEvent, taskActions } from './task-actions.ts'

const AT = 1_795_286_400_000
const id = '00000000-0000-4000-8000-000000000001'
const [pre, post] = [actionNumber('pre', 0), actionNumber('post', 0)]
const common = { name: 'stop the shop', timeoutS: 60 } as const
const document: TaskDocument = {
  deployment: id,
  agent: id,
  task: id,
  run: id,
  job: id,
  spec: 'ab'.repeat(32),
  notBefore: AT,
  startBefore: AT,
  finishBefore: AT,
  onFailure: 'stop',
  reboot: 'never',
  items: [
    { ...common, item: pre, stage: 'pre', kind: 'script', interpreter: 'sh', script: 'true' },
    { item: 1, kind: 'os-packages', patch: 'p', packages: [{ name: 'a', arch: 'amd64', from: '1', to: '2' }] },
    { ...common, item: post, stage: 'post', kind: 'service', service: 'shop', operation: 'start' },
  ],
}
const text = JSON.stringify(document)
const event = (kind: 'itemBegin' | 'itemEnd', data: object, at = AT): StoredEvent => ({
  kind,
  text: eventText({ task: id, n: 1, at, wall: at, boot: 'ab'.repeat(16), kind, data } as AgentEvent),
})
const end = (outcome: string, more: object = {}) => [
  event('itemBegin', { item: pre }),
  event('itemEnd', { item: pre, outcome, ...more }),
]

describe('what became of the actions of a task', () => {
  it('in the order of the document, the patches left out', () => {
    expect(taskActions(text, []).map(one => [one.n, one.stage, one.kind, one.name, one.status])).toEqual([
      [pre, 'pre', 'script', 'stop the shop', 'pending'],
      [post, 'post', 'service', 'stop the shop', 'pending'],
    ])
  })

  it.each<[string, StoredEvent[], object]>([
    ['running', [event('itemBegin', { item: pre })], { status: 'running', beganAt: new Date(AT).toISOString() }],
    ['succeeded', end('ok', { rc: 10, output: 'done' }), { status: 'succeeded', exitCode: 10, output: 'done' }],
    ['failed', end('failed', { rc: 1, code: 'action_failed' }), { status: 'failed', reason: 'action_failed' }],
    ['aborted', end('failed', { rc: 12, code: 'action_aborted' }), { status: 'aborted', reason: 'action_aborted' }],
    ['skipped', end('skipped', { rc: 101, code: 'action_not_applicable' }), { status: 'skipped' }],
    ['unknown', end('unknown', { code: 'outcome_unknown' }), { status: 'unknown', exitCode: null }],
    [
      'running since an instant that is no date',
      [event('itemBegin', { item: pre }, Number.MAX_SAFE_INTEGER)],
      { status: 'running', beganAt: '9999-12-31T23:59:59.999Z' },
    ],
    ['told by a newer agent', [{ kind: 'itemEnd', text: '{"kind":"itemEnd"}' }], { status: 'pending' }],
  ])('%s', (_, events, wanted) => expect(taskActions(text, events)[0]).toMatchObject(wanted))

  it('a reason comes with its sentence', () => {
    expect(taskActions(text, end('failed', { rc: 12, code: 'action_aborted' }))[0]?.sentence).toMatch(/exit code 12/)
  })

  it('of a task that was never sent: none', () => expect(taskActions(null, [])).toEqual([]))
})
