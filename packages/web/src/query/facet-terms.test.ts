import { check, type Entity, print, type QueryTree } from '@patchyard/query'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTerm, toggleTerm } from './facet-terms.ts'

function read(text: string, entity: Entity = 'asset'): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Error(errors.map(error => error.message).join('; '))
  return tree
}
const canonical = (text: string, entity: Entity = 'asset'): string => print(read(text, entity))

describe('a click on a facet', () => {
  it.each([
    ['', 'scanStatus', 'Failed', 'scanStatus:Failed'],
    ['name:web', 'scanStatus', 'Failed', 'name:web and scanStatus:Failed'],
    ['name:web or name:db', 'scanStatus', 'Failed', '(name:web or name:db) and scanStatus:Failed'],
    ['scanStatus:Failed', 'scanStatus', 'Partial', 'scanStatus:[Failed, Partial]'],
    [
      'scanStatus:[Failed, Partial] and name:web',
      'scanStatus',
      'Scanned',
      'scanStatus:[Failed, Partial, Scanned] and name:web',
    ],
    ['not scanStatus:Failed', 'scanStatus', 'Partial', '(not scanStatus:Failed) and scanStatus:Partial'],
    ['', 'osFamily', 'debian', 'osFamily:`debian`'],
    ['', 'tags.name', 'a`b\\c', 'tags.name:`a\\`b\\\\c`'],
    ['', 'rebootPending', 'true', 'rebootPending:true'],
    ['', 'criticality', '4', 'criticality:4'],
    ['', 'osFamily', null, 'osFamily is null'],
    ['osFamily:debian', 'osFamily', null, 'osFamily:debian and osFamily is null'],
    // Names of things that every object has are values like others.
    ['', 'tags.name', 'constructor', 'tags.name:`constructor`'],
  ])('on %j writes %s = %j as %s', (before, token, value, want) => {
    const after = toggleTerm(read(before), { token, value })
    expect(print(after)).toBe(canonical(want))
    expect(hasTerm(after, { token, value })).toBe(true)
  })

  it.each([
    ['scanStatus:Failed', 'scanStatus', 'Failed', ''],
    ['name:web and scanStatus:Failed', 'scanStatus', 'Failed', 'name:web'],
    ['scanStatus:[Failed, Partial]', 'scanStatus', 'Failed', 'scanStatus:Partial'],
    ['scanStatus:[Failed, Partial, Scanned]', 'scanStatus', 'Partial', 'scanStatus:[Failed, Scanned]'],
    ['osFamily:Debian and name:web', 'osFamily', 'debian', 'name:web'],
    ['osFamily is null', 'osFamily', null, ''],
  ])('on %j where it stands takes %s = %j out again: %j', (before, token, value, want) => {
    expect(hasTerm(read(before), { token, value })).toBe(true)
    expect(print(toggleTerm(read(before), { token, value }))).toBe(canonical(want))
  })

  it('on mine writes who asks, and takes it out again', () => {
    const mine = { token: 'owner', value: 'me' }
    const after = toggleTerm(read('', 'job'), mine)
    expect(print(after)).toBe('owner:me')
    expect(toggleTerm(after, mine).root).toBe(null)
  })

  it.each(['not scanStatus:Failed', 'scanStatus:Failed or name:web', 'software:(name:Failed)', ''])(
    'does not take %j for the value',
    text => {
      expect(hasTerm(read(text), { token: 'scanStatus', value: 'Failed' })).toBe(false)
    },
  )

  it('twice leaves what the query means', () => {
    const clause = fc.constantFrom(
      'name:web',
      'missingPatchCount>0',
      'osFamily:suse',
      'scanStatus:[Failed, Partial]',
      'tags.name:`x y`',
    )
    const query = fc.array(clause, { minLength: 1, maxLength: 4 }).map(parts => [...new Set(parts)].join(' and '))
    const term = fc.record({
      token: fc.constantFrom('tags.name', 'osFamily'),
      value: fc.string({ minLength: 1 }).filter(text => /\p{L}/u.test(text) && !/\p{Cc}/u.test(text)),
    })
    fc.assert(
      fc.property(query, term, (text, added) => {
        const tree = read(text)
        if (hasTerm(tree, added)) return
        const once = toggleTerm(tree, added)
        const again = read(print(once))
        expect(hasTerm(again, added)).toBe(true)
        expect(print(toggleTerm(again, added))).toBe(print(tree))
      }),
    )
  })
})
