import type { RoleList } from '@patchyard/api'

type Role = RoleList['roles'][number]

export interface MatrixRow {
  readonly permission: string
  readonly sentence: string
  readonly held: readonly { readonly role: Role['role']; readonly may: boolean }[]
}

/**
 * A line for each permission that some role has, in the order of the roles' own lists, with who may. The words of `search`
 * (any case) stand in the permission, its sentence, or the name of a role that has it.
 */
export function matrixOf(roles: readonly Role[], search: string): MatrixRow[] {
  const known = new Map(roles.flatMap(role => role.permissions.map(one => [one.permission, one.sentence] as const)))
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
  return [...known]
    .map(([permission, sentence]) => ({
      permission,
      sentence,
      held: roles.map(role => ({ role: role.role, may: role.permissions.some(one => one.permission === permission) })),
    }))
    .filter(row => {
      const holding = roles.filter((_, at) => row.held[at]?.may === true).map(role => role.label)
      const text = [row.permission, row.sentence, ...holding].join(' ').toLowerCase()
      return words.every(word => text.includes(word))
    })
}
