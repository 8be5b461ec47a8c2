import type { AgentEvent } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { newTask, NOW } from '../../testing/contracts/storage-under-test.ts'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import { taskAfterEvent } from './task-after-event.ts'

const told = (kind: AgentEvent['kind'], data: object) =>
  ({ task: '', n: 1, at: NOW, wall: NOW, boot: '', kind, data }) as unknown as AgentEvent
const begun: TaskRecord = { ...newTask(1, 1), id: 1, state: 'downloading', beganAtMs: NOW }
const after = (task: TaskRecord, kind: AgentEvent['kind'], data: object) => taskAfterEvent(task, told(kind, data), NOW)

describe('the state of a task with actions and messages', () => {
  it.each<[string, AgentEvent['kind'], object, string]>([
    ['a pre-action', 'itemBegin', { item: 2001 }, 'preActions'],
    ['the last pre-action', 'itemBegin', { item: 2005 }, 'preActions'],
    ['a patch', 'itemBegin', { item: 1 }, 'patching'],
    ['a post-action', 'itemBegin', { item: 2006 }, 'postActions'],
    ['people put it off', 'pending', { code: 'user', until: NOW }, 'waitingUser'],
    ['people are counted down', 'pending', { code: 'reboot', until: NOW }, 'rebootPending'],
    ['the reboot', 'reboot', { code: 'always' }, 'rebooting'],
  ])('%s', (_, kind, data, state) => expect(after(begun, kind, data).state).toBe(state))

  it('the end of an action leaves the patches as they are', () => {
    const ended = after(begun, 'itemEnd', { item: 2001, outcome: 'failed', rc: 1, code: 'action_failed' })
    expect(ended.items).toEqual(begun.items)
  })

  it('ended by an action: the reason says so', () =>
    expect(after(begun, 'end', { outcome: 'skipped', rebootNeeded: false, code: 'aborted' })).toMatchObject({
      state: 'verifying',
      reason: 'job_aborted',
    }))
})

describe('a task of actions alone ends by the word of its agent', () => {
  const alone: TaskRecord = { ...begun, items: [] }
  it.each<[string, object, string, string | null]>([
    ['well', { outcome: 'succeeded' }, 'succeeded', null],
    ['half', { outcome: 'partial' }, 'partial', 'action_failed'],
    ['badly', { outcome: 'failed' }, 'failed', 'action_failed'],
    ['unknown', { outcome: 'unknown' }, 'unknown', null],
    ['ended by itself', { outcome: 'failed', code: 'aborted' }, 'failed', 'job_aborted'],
    ['cancelled', { outcome: 'skipped', code: 'cancelled' }, 'cancelled', 'cancelled'],
    ['too late', { outcome: 'skipped', code: 'expired' }, 'expired', 'window_closed'],
    ['not for this asset', { outcome: 'skipped' }, 'skipped', null],
  ])('%s', (_, data, state, reason) =>
    expect(after(alone, 'end', { rebootNeeded: false, ...data })).toMatchObject({ state, reason, endedAtMs: NOW }),
  )
})
