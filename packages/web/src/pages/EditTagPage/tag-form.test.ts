import type { TagDetail } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { changeRequest, createRequest, emptyForm, formOf } from './tag-form.ts'

const tag: TagDetail = {
  id: 'a',
  name: 'prod',
  description: '',
  colour: '#c92a2a',
  criticality: 5,
  favourite: false,
  kind: 'dynamic',
  parent: { id: 'p', name: 'Stage' },
  path: ['Stage', 'prod'],
  childCount: 0,
  belowCount: 0,
  assetCount: 3,
  query: 'name:web*',
  isBroken: false,
  evaluatedAt: null,
  mayAssign: false,
  mayChange: true,
  createdAt: '2026-11-21T14:00:00.000Z',
  modifiedAt: '2026-11-21T14:00:00.000Z',
  rule: { kind: 'group', match: 'all', rules: [{ kind: 'query', query: 'name:web*' }] },
  problems: [],
  children: [],
  asksTags: [],
}

describe('the form of a tag', () => {
  it.each([
    ['nothing when nothing was changed', {}, {}],
    ['its new name alone', { name: ' production ' }, { name: 'production' }],
    ['no colour, and no criticality', { colour: '', criticality: '' }, { colour: '', criticality: null }],
    ['the top of the tree', { parent: null }, { parent: null }],
    ['no rule when it becomes static', { kind: 'static' as const }, { rule: null }],
  ])('asks for %s', (_, change, want) => {
    expect(changeRequest({ ...formOf(tag), ...change }, tag)).toEqual(want)
  })

  it('is not sent without a name, nor with a rule that is not finished', () => {
    expect(createRequest(emptyForm(null))).toBeNull()
    expect(createRequest({ ...emptyForm(null), name: 'x', kind: 'dynamic' })).toBeNull()
    expect(createRequest({ ...emptyForm(null), name: 'x' })).toMatchObject({ name: 'x', parent: null })
  })

  it('keeps a broken rule when only the name was changed', () => {
    const broken = { ...tag, isBroken: true }
    expect(changeRequest({ ...formOf(broken), name: 'y' }, broken)).toEqual({ name: 'y' })
  })
})
