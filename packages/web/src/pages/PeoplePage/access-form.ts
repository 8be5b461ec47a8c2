import type { Person, PersonAccess } from '@patchyard/api'
import { type Grant, type Role, roleSetProblem, rolesOfNewPeople } from '@patchyard/domain'
import type { NamedTag } from '../../components/Tags/tag-tree.ts'

/** What somebody may do and see, as a form has it. */
export interface AccessForm {
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly all: boolean
  readonly tags: readonly NamedTag[]
}

/** As the server makes new people: a reader who sees nothing yet. */
export const accessOfNew: AccessForm = { roles: rolesOfNewPeople, grants: [], all: false, tags: [] }

export const accessOf = ({ roles, grants, scope }: Person): AccessForm => ({
  roles,
  grants,
  all: scope.all,
  tags: scope.tags,
})

export const accessRequest = ({ roles, grants, all, tags }: AccessForm): Required<PersonAccess> => ({
  roles: [...roles],
  grants: [...grants],
  scope: all ? { all } : { all, tags: tags.map(tag => tag.id) },
})

/** Patch Security stands alone: choosing it lets the others go, and choosing another lets it go. */
export function withRole(roles: readonly Role[], role: Role, isOn: boolean): readonly Role[] {
  if (!isOn) return roles.filter(one => one !== role)
  const together = roles.filter(one => roleSetProblem([one, role]) === null)
  return [...together, role]
}

export const isWhole = (form: AccessForm): boolean => roleSetProblem(form.roles) === null
