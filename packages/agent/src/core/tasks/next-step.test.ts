import type { Blocked, Standing } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import type { ItemOutcome, ItemStage } from './stages.ts'
import { nextStep, type StepFacts, type TaskStep } from './next-step.ts'

type Row = readonly [stage: ItemStage, outcome?: ItemOutcome]

const facts = (rows: readonly (Row | null)[], more: Partial<StepFacts> = {}): StepFacts => ({
  items: rows.map((_, index) => ({ item: index + 1, stage: 'patch' })),
  rows: new Map(
    rows.flatMap((row, index) =>
      row === null ? [] : [[index + 1, { stage: row[0], outcome: row[1] ?? '', code: '' }] as const],
    ),
  ),
  blocked: null,
  standing: 'active',
  stopOnFailure: false,
  unexpectedBoots: 0,
  ...more,
})
const ok: Row = ['ended', 'ok']
const failed: Row = ['ended', 'failed']
const stop = (code: (TaskStep & { kind: 'stop' })['code']): TaskStep => ({ kind: 'stop', code })

describe('next step of a task', () => {
  it.each<[string, StepFacts, TaskStep]>([
    ['begins its first item', facts([null, null]), { kind: 'begin', item: 1 }],
    ['then the next', facts([ok, null]), { kind: 'begin', item: 2 }],
    ['goes on after a failure when told so', facts([failed, null]), { kind: 'begin', item: 2 }],
    ['stops after a failure when told so', facts([failed, null], { stopOnFailure: true }), stop('stopped')],
    [
      'an unknown outcome stops like a failure',
      facts([['ended', 'unknown'], null], { stopOnFailure: true }),
      stop('stopped'),
    ],
    [
      'a skipped item does not stop',
      facts([['ended', 'skipped'], null], { stopOnFailure: true }),
      { kind: 'begin', item: 2 },
    ],
    [
      'finishes when all are over, also outside every rule',
      facts([ok, failed], { blocked: 'unlisted', stopOnFailure: true }),
      { kind: 'finish' },
    ],
    ['a task without items finishes', facts([]), { kind: 'finish' }],
    ['resumes what was announced', facts([ok, ['begun']]), { kind: 'resume', item: 2 }],
    [
      'judges an interrupted installation first, whatever the rules say',
      facts([['installing'], null], { blocked: 'standing', standing: 'revoked', unexpectedBoots: 9 }),
      { kind: 'recover', item: 1 },
    ],
    ['two boots that nobody asked for are bad luck', facts([null], { unexpectedBoots: 2 }), { kind: 'begin', item: 1 }],
    ['three are a loop', facts([ok, ['begun'], null], { unexpectedBoots: 3 }), stop('reboot_loop')],
  ])('%s', (_, given, want) => {
    expect(nextStep(given)).toEqual(want)
  })

  it.each<[Blocked, Standing, TaskStep]>([
    ['unlisted', 'active', stop('cancelled')],
    ['finishBefore', 'active', stop('expired')],
    ['patching', 'active', stop('patching_off')],
    ['blackout', 'active', { kind: 'wait', reason: 'blackout' }],
    ['clockUnknown', 'active', { kind: 'wait', reason: 'clockUnknown' }],
    ['clockOff', 'active', { kind: 'wait', reason: 'clockOff' }],
    ['standing', 'probation', { kind: 'wait', reason: 'standing' }],
    ['standing', 'pending', { kind: 'wait', reason: 'standing' }],
    ['standing', 'quarantined', stop('standing')],
    ['standing', 'rejected', stop('standing')],
    ['standing', 'revoked', stop('standing')],
  ])('held back by %s as %s', (blocked, standing, want) => {
    expect(nextStep(facts([ok, null], { blocked, standing }))).toEqual(want)
    expect(nextStep(facts([ok, ['begun']], { blocked, standing }))).toEqual(want)
  })
})
