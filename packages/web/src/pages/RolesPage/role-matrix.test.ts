import { permissionSentences, roleLabels, rolePermissions, type Role, roleSentences } from '@patchyard/domain'
import { expect, it } from 'vitest'
import { matrixOf } from './role-matrix.ts'

const roleOf = (role: Role) => ({
  role,
  label: roleLabels[role],
  sentence: roleSentences[role],
  permissions: rolePermissions[role].map(permission => ({ permission, sentence: permissionSentences[permission] })),
  holders: null,
})
const roles = (['administrator', 'patchUser', 'patchReader'] as const).map(roleOf)

it('every permission of a role stands in one line, with all who have it', () => {
  const rows = matrixOf(roles, '')
  expect(new Set(rows.map(row => row.permission)).size).toBe(rows.length)
  expect(rows.map(row => row.permission)).toEqual(expect.arrayContaining([...rolePermissions.patchUser]))
  for (const row of rows)
    for (const { role, may } of row.held)
      expect(may).toBe((rolePermissions[role] as readonly string[]).includes(row.permission))
})

it.each([
  ['job.write', ['job.write']],
  ['JOB.WRITE', ['job.write']],
  ['job.write reader', []],
  ['no such thing', []],
])('a search for "%s" finds %j', (search, want) => {
  expect(matrixOf(roles, search).map(row => row.permission)).toEqual(want)
})
