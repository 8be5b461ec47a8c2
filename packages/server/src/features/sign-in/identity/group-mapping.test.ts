import type { GroupMapping } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { GroupClaimError, groupsIn, MOST_GROUPS, standingOf } from './group-mapping.ts'

const one = (group: string, roles: GroupMapping['roles'], more: Partial<GroupMapping> = {}): GroupMapping => ({
  group,
  roles,
  allAssets: false,
  scopeTags: [],
  ...more,
})
const mapping = [
  one('managers', ['patchManager'], { allAssets: true }),
  one('berlin', ['patchUser'], { scopeTags: ['berlin'] }),
  one('munich', ['patchUser'], { scopeTags: ['munich', 'berlin'], grants: ['dashboard.print'] }),
  one('auditors', ['patchSecurity'], { scopeTags: ['all'] }),
]

describe('groups give', () => {
  it.each([
    [
      'nothing that fits: Patch Reader who sees nothing',
      ['other'],
      { roles: ['patchReader'], grants: [], allAssets: false, scopeTags: [] },
    ],
    ['no groups: the same', [], { roles: ['patchReader'], grants: [], allAssets: false, scopeTags: [] }],
    ['one its own', ['berlin'], { roles: ['patchUser'], grants: [], allAssets: false, scopeTags: ['berlin'] }],
    [
      'two both together',
      ['berlin', 'munich'],
      { roles: ['patchUser'], grants: ['dashboard.print'], allAssets: false, scopeTags: ['berlin', 'munich'] },
    ],
    [
      'all assets: no tags beside',
      ['managers', 'berlin'],
      { roles: ['patchManager', 'patchUser'], grants: [], allAssets: true, scopeTags: [] },
    ],
    [
      'Patch Security alone, whatever else',
      ['auditors', 'berlin'],
      { roles: ['patchSecurity'], grants: [], allAssets: false, scopeTags: ['berlin', 'all'] },
    ],
    [
      'names are compared by every letter',
      ['Managers', ' managers'],
      { roles: ['patchReader'], grants: [], allAssets: false, scopeTags: [] },
    ],
  ] as const)('%s', (_claim, groups, want) => expect(standingOf(mapping, groups)).toEqual(want))
})

describe('the claim', () => {
  it.each([
    ['no claim is asked for', { groups: ['a'] }, null, []],
    ['it is not there', {}, 'groups', []],
    ['a name that every object has', {}, 'constructor', []],
    ['it is a list', { groups: ['a', 'b'] }, 'groups', ['a', 'b']],
  ] as const)('%s', (_what, claims, claim, want) => expect(groupsIn(claims, claim)).toEqual(want))

  it.each([
    ['a text', 'admins'],
    ['an object', { 0: 'a' }],
    ['null', null],
    ['texts and numbers', ['a', 1]],
    ['too many', Array(MOST_GROUPS + 1).fill('a')],
  ])('that is %s is refused', (_what, groups) => expect(() => groupsIn({ groups }, 'groups')).toThrow(GroupClaimError))
})
