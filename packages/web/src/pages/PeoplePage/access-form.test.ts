import type { Role } from '@patchyard/domain'
import { expect, it } from 'vitest'
import { accessOfNew, accessRequest, isWhole, withRole } from './access-form.ts'

it.each<[string, readonly Role[], Role, boolean, readonly Role[]]>([
  ['a second role stands beside the first', ['patchReader'], 'patchUser', true, ['patchReader', 'patchUser']],
  ['Patch Security lets all others go', ['patchReader', 'patchUser'], 'patchSecurity', true, ['patchSecurity']],
  ['another role lets Patch Security go', ['patchSecurity'], 'patchReader', true, ['patchReader']],
  ['a role is taken away', ['patchReader', 'patchUser'], 'patchReader', false, ['patchUser']],
])('%s', (_, before, role, isOn, after) => {
  expect(withRole(before, role, isOn)).toEqual(after)
})

it('nobody is asked to be without a role', () => {
  expect(isWhole({ ...accessOfNew, roles: [] })).toBe(false)
  expect(isWhole(accessOfNew)).toBe(true)
})

it('all assets need no tags, and tags are asked for by id', () => {
  const tags = [{ id: 't1', name: 'Prod' }]
  expect(accessRequest({ ...accessOfNew, all: true, tags }).scope).toEqual({ all: true })
  expect(accessRequest({ ...accessOfNew, tags }).scope).toEqual({ all: false, tags: ['t1'] })
})
