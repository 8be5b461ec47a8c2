import { describe, expect, it } from 'vitest'
import { type BeginTaskFacts, type Blocked, isSettled, itemBlocked, type Settling, taskBlocked } from './may-begin.ts'

const T = 1_795_286_400_000
const good: BeginTaskFacts = {
  standing: 'active',
  listed: true,
  nowMs: T,
  wallMs: T,
  expiresMs: T + 1,
  notBefore: T,
  startBefore: T,
  sameMachine: true,
  directorCurrent: true,
  requireUnderstood: true,
  settled: true,
}

describe('a task begins', () => {
  it('when everything holds', () => expect(taskBlocked(good)).toBeNull())
  it.each<[Partial<BeginTaskFacts>, Blocked]>([
    [{ standing: 'probation' }, 'standing'],
    [{ standing: 'pending' }, 'standing'],
    [{ standing: 'quarantined' }, 'standing'],
    [{ standing: 'revoked' }, 'standing'],
    [{ listed: false }, 'unlisted'],
    [{ nowMs: null }, 'clockUnknown'],
    [{ wallMs: T + 300_001 }, 'clockOff'],
    [{ wallMs: T - 300_001 }, 'clockOff'],
    [{ expiresMs: T }, 'expires'],
    [{ notBefore: T + 1 }, 'notBefore'],
    [{ startBefore: T - 1 }, 'startBefore'],
    [{ sameMachine: false }, 'machine'],
    [{ directorCurrent: false }, 'director'],
    [{ requireUnderstood: false }, 'require'],
    [{ settled: false }, 'settling'],
  ])('not with %j: %s', (changes, reason) => expect(taskBlocked({ ...good, ...changes })).toBe(reason))
  it.each([T + 300_000, T - 300_000])('with a wall clock 300 s off: %i', wallMs => {
    expect(taskBlocked({ ...good, wallMs })).toBeNull()
  })
})

describe('an item begins', () => {
  const item = { standing: 'active', listed: true, nowMs: T, wallMs: T, sameMachine: true, finishBefore: T } as const
  it('until finishBefore, however late the task began', () => expect(itemBlocked(item)).toBeNull())
  it.each<[object, Blocked]>([
    [{ finishBefore: T - 1 }, 'finishBefore'],
    [{ standing: 'quarantined' }, 'standing'],
    [{ standing: 'probation' }, 'standing'],
    [{ listed: false }, 'unlisted'],
    [{ nowMs: null }, 'clockUnknown'],
    [{ wallMs: T + 400_000 }, 'clockOff'],
    [{ sameMachine: false }, 'machine'],
  ])('not with %j: %s', (changes, reason) => expect(itemBlocked({ ...item, ...changes })).toBe(reason))
})

describe('settling after a boot', () => {
  const fresh: Settling = {
    firstOfBoot: true,
    sinceStartMs: 0,
    firstAnswerMs: null,
    latestAnswerMs: null,
    checkInS: 60,
  }
  it.each<[string, Partial<Settling>, boolean]>([
    ['nothing heard yet', {}, false],
    ['one answer', { firstAnswerMs: 5, latestAnswerMs: 5 }, false],
    ['two answers too close', { firstAnswerMs: 5, latestAnswerMs: 60_004 }, false],
    ['two answers checkInS apart', { firstAnswerMs: 5, latestAnswerMs: 60_005 }, true],
    ['no server for just under 3 × checkInS', { sinceStartMs: 179_999 }, false],
    ['no server for 3 × checkInS', { sinceStartMs: 180_000 }, true],
    [
      'a server was reached: silence since does not count',
      { sinceStartMs: 900_000, firstAnswerMs: 5, latestAnswerMs: 5 },
      false,
    ],
    ['a later process of the same boot', { firstOfBoot: false }, true],
  ])('%s', (_, changes, settled) => expect(isSettled({ ...fresh, ...changes })).toBe(settled))
})
