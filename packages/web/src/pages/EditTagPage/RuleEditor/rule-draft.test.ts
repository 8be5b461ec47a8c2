import type { TagRule } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { draftOf, emptyPart, type GroupDraft, nextId, partKinds, ruleOf, withoutRule, withRule } from './rule-draft.ts'

const rule: TagRule = {
  kind: 'group',
  match: 'any',
  rules: [
    { kind: 'query', query: 'osFamily:debian' },
    { kind: 'group', match: 'none', rules: [{ kind: 'namePattern', pattern: 'web-*' }] },
    { kind: 'software', name: 'openssl', operator: '<', version: '3.0.11' },
  ],
}

describe('a rule that is written', () => {
  it('is the same when nobody wrote on it', () => {
    expect(ruleOf(draftOf(rule))).toEqual(rule)
  })

  it('that is no group becomes the only row of one', () => {
    expect(ruleOf(draftOf({ kind: 'os', os: 'Debian 12' }))).toEqual({
      kind: 'group',
      match: 'all',
      rules: [{ kind: 'os', os: 'Debian 12' }],
    })
  })

  it('begins with one empty query', () => {
    expect(draftOf(null).rules).toEqual([{ id: 1, kind: 'query', query: '' }])
  })

  it('has a number of its own for each row', () => {
    const draft = draftOf(rule)
    const numbers = JSON.stringify(draft).match(/"id":\d+/g) ?? []
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).not.toContain(`"id":${nextId(draft)}`)
  })

  it('changes and loses rows at any depth by their number', () => {
    const draft = draftOf(rule)
    const inner = draft.rules[1] as GroupDraft
    const row = inner.rules[0] ?? inner
    const changed = withRule(draft, { id: row.id, kind: 'namePattern', pattern: 'db-*' })
    expect(ruleOf(changed)).toMatchObject({ rules: [{}, { rules: [{ pattern: 'db-*' }] }, {}] })
    expect(ruleOf(withoutRule(draft, row.id)), 'a group without rows is not finished').toBeNull()
    expect(ruleOf(withoutRule(draft, inner.id))).toMatchObject({ rules: [{ kind: 'query' }, { kind: 'software' }] })
  })

  it.each(partKinds.map(kind => [kind] as const))('is not finished while a row of kind %s is empty', kind => {
    expect(ruleOf(emptyPart(kind, 1))).toBeNull()
  })

  it('asks for no version where none was written, and for the same one where no comparison was chosen', () => {
    expect(ruleOf({ id: 1, kind: 'software', name: 'bash', operator: '<', version: ' ' })).toEqual({
      kind: 'software',
      name: 'bash',
    })
    expect(ruleOf({ id: 1, kind: 'software', name: 'bash', version: '5.2' })).toEqual({
      kind: 'software',
      name: 'bash',
      operator: '=',
      version: '5.2',
    })
  })
})
