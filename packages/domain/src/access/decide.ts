import type { Actor, OwnedObject } from './access-objects.ts'
import { type JobObjects, jobDecisions } from './decide-job.ts'
import { type PersonObjects, personDecisions } from './decide-person.ts'
import { allowed, type Decision, denied } from './decision.ts'
import type { Permission } from './permissions.ts'

export interface OwnedObjects {
  readonly 'apiKey.revoke': OwnedObject
  readonly 'search.change': OwnedObject
  readonly 'search.delete': OwnedObject & { readonly shared: boolean }
}

/** Every action that needs more than a permission, with the object that must have been loaded to judge it. */
export type ActionObjects = JobObjects & PersonObjects & OwnedObjects
export type Action = keyof ActionObjects

function ownedOr(actor: Actor, object: OwnedObject, own: Permission, any: Permission | null): Decision {
  if (any !== null && actor.can(any)) return allowed
  if (!actor.can(own)) return denied('noPermission')
  return object.ownerId === actor.personId ? allowed : denied('notYours')
}

const decisions: { readonly [A in Action]: (actor: Actor, object: ActionObjects[A]) => Decision } = {
  ...jobDecisions,
  ...personDecisions,
  'apiKey.revoke': (actor, key) => ownedOr(actor, key, 'apiKey.own', 'apiKey.manage'),
  'search.change': (actor, search) => ownedOr(actor, search, 'search.own', null),
  'search.delete': (actor, search) => ownedOr(actor, search, 'search.own', search.shared ? 'search.manage' : null),
}

export const actions = Object.keys(decisions) as readonly Action[]

/**
 * Whether `actor` may do `action` to `object`: the object as it was loaded, never an id that the caller sent. Pure and total.
 * What the actor may not even see is decided before (it is not found).
 */
export function decide<A extends Action>(actor: Actor, action: A, object: ActionObjects[A]): Decision {
  return decisions[action](actor, object)
}
