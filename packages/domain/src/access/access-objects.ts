import type { AccessScope } from './access-scope.ts'
import type { Grant } from './permissions.ts'
import type { Role } from './roles.ts'

/** The server's number or the API's public id; one decision uses one kind. */
export type PersonKey = number | string

/** Who asks, as the moment of asking sees them. `can` may know less than the roles: an API key is narrower than its maker. */
export interface Actor {
  readonly personId: PersonKey
  readonly roles: readonly Role[]
  readonly scope: AccessScope
  can(permission: string): boolean
}

export interface JobOwner {
  readonly id: PersonKey
  readonly roles: readonly Role[]
  readonly scope: AccessScope
  /** Not disabled, and a member of the subscription. */
  readonly active: boolean
}

export interface JobObject {
  /** null: an advisory that nobody took over. */
  readonly owner: JobOwner | null
  readonly coAuthorIds: readonly PersonKey[]
}

export interface PersonObject {
  readonly id: PersonKey
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly scope: AccessScope
  /** The only person left who is administrator, sees all assets and is not disabled. */
  readonly lastAdministrator: boolean
  /** Name and sign-in of somebody who belongs to several subscriptions are changed in one of them alone. */
  readonly atHome: boolean
  /** Of the installation: more than every role of a subscription. */
  readonly isOperator: boolean
}

/** What a person has, or is to have. */
export type Standing = Pick<PersonObject, 'roles' | 'grants' | 'scope'>

export interface OwnedObject {
  readonly ownerId: PersonKey
}
