import { describe, expect, it } from 'vitest'
import { canTransition } from '../states/transition-table.ts'
import { itemStates, itemTransitions } from '../states/item-state.ts'
import { judgeItem, taskOutcome, type ItemTruth } from './task-outcome.ts'

const compare = (a: string, b: string): number => Number(a) - Number(b)
const packages = [{ name: 'openssl', arch: 'amd64', to: '2' }]
const installed: ItemTruth = { state: 'installed', reason: null }
const already: ItemTruth = { state: 'alreadyInstalled', reason: null }
const failed: ItemTruth = { state: 'failed', reason: 'install_failed' }
const skipped: ItemTruth = { state: 'skipped', reason: 'stopped_after_failure' }

describe('the scan after a task decides', () => {
  it.each([
    ['said installed and is there', installed, ['2'], installed],
    ['said installed and is there newer', installed, ['3'], installed],
    ['said installed and is not there', installed, ['1'], { state: 'failed', reason: 'still_missing' }],
    ['was said to be there already and is', already, ['2'], already],
    ['was said to be there already and is not', already, ['1'], { state: 'failed', reason: 'still_missing' }],
    ['said failed and is there', failed, ['2'], installed],
    ['said failed and is not there', failed, ['1'], failed],
    ['said nothing and is there', { state: 'installing', reason: null }, ['2'], installed],
    [
      'said nothing and is not there',
      { state: 'pending', reason: null },
      ['1'],
      { state: 'failed', reason: 'interrupted' },
    ],
    ['skipped', skipped, ['2'], skipped],
  ] as [string, ItemTruth, string[], ItemTruth][])('an item that %s', (_, said, versions, want) => {
    expect(judgeItem(said, packages, () => versions, compare)).toEqual(want)
  })

  it.each([
    ['is there in exactly the earlier version', ['1'], installed],
    ['is still there in the later one', ['2'], { state: 'failed', reason: 'still_missing' }],
    ['has the later one beside it', ['1', '2'], { state: 'failed', reason: 'still_missing' }],
    ['is gone', [], { state: 'failed', reason: 'still_missing' }],
  ] as [string, string[], ItemTruth][])('an item that went back and %s', (_, versions, want) => {
    const back = [{ name: 'openssl', arch: 'amd64', from: '2', to: '1' }]
    expect(judgeItem(installed, back, () => versions, compare)).toEqual(want)
  })

  it('an item that the server left out as installed stays so: it names no packages', () => {
    expect(judgeItem(already, [], () => [], compare)).toEqual(already)
  })

  it.each(itemStates)('never moves an item that is %s along an arrow that the table lacks', state => {
    for (const version of ['1', '2']) {
      const to = judgeItem({ state, reason: null }, packages, () => [version], compare).state
      expect(to === state || canTransition(itemTransitions, state, to), `${state} to ${to}`).toBe(true)
    }
  })

  it('an old kernel beside the new one does not make the new one missing', () => {
    expect(judgeItem(installed, packages, () => ['1', '2'], compare)).toEqual(installed)
  })
})

describe('the end of a task', () => {
  const no = { cancelled: false, expired: false }
  it.each([
    ['all installed', [installed, installed], no, 'succeeded'],
    ['one failed', [installed, failed], no, 'partial'],
    ['one not begun', [installed, skipped], no, 'partial'],
    ['all failed', [failed], no, 'failed'],
    ['cancelled before anything', [skipped], { cancelled: true, expired: false }, 'cancelled'],
    ['window closed before anything', [skipped], { cancelled: false, expired: true }, 'expired'],
    ['cancelled after a failure', [failed, skipped], { cancelled: true, expired: false }, 'failed'],
    ['there already', [already], no, 'succeeded'],
    ['there already, the window closed behind it', [already], { cancelled: false, expired: true }, 'succeeded'],
    ['one there already, one installed', [already, installed], no, 'succeeded'],
    ['one there already, the other failed', [already, failed], no, 'failed'],
    ['one there already, one installed, one failed', [already, installed, failed], no, 'partial'],
    ['one there already, the other not begun', [already, skipped], no, 'skipped'],
    [
      'one there already, cancelled before the other',
      [already, skipped],
      { cancelled: true, expired: false },
      'cancelled',
    ],
    ['nothing at all', [], no, 'skipped'],
  ] as [string, ItemTruth[], typeof no, string][])('%s', (_, items, ended, want) => {
    expect(taskOutcome(items, ended)).toBe(want)
  })
})
