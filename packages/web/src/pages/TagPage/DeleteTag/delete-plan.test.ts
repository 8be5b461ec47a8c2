import type { TagUse } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { deletePlan, deleteRequest } from './delete-plan.ts'

const use = (what: TagUse['what'], outcome: TagUse['outcome']): TagUse => ({ what, outcome, count: 1, names: [] })
const assets = use('asset', 'removed')
const child = use('child', 'needsAnswer')
const scope = use('scope', 'needsAnswer')
const licence = use('licence', 'refused')
const silent = { children: null, releases: false }

describe('deleting a tag', () => {
  it.each([
    ['nothing is asked where nothing hangs on it', [], silent, {}],
    ['assets lose it without a question', [assets], silent, {}],
    ['waits for what becomes of those below', [child], silent, null],
    ['says what becomes of those below', [child], { ...silent, children: 'raise' as const }, { children: 'raise' }],
    ['waits until scopes may lose it', [scope], silent, null],
    ['takes it from scopes', [scope], { ...silent, releases: true }, { uses: 'release' }],
    [
      'is not possible while the licence has it',
      [licence, scope],
      { children: 'delete' as const, releases: true },
      null,
    ],
  ])('%s', (_, uses, answers, want) => {
    expect(deleteRequest(deletePlan(uses), answers)).toEqual(want)
  })
})
