import type { Actor, PersonObject, Standing } from './access-objects.ts'
import { scopeCovers } from './access-scope.ts'
import { type Decision, type Denial, firstDenial } from './decision.ts'
import { operatorPermission } from './permissions.ts'
import { permissionsOf, rolePermissions } from './roles.ts'

// Nobody gives what they do not have, nobody raises themselves, nobody touches who stands above them, and one
// administrator who sees all assets remains.

export interface PersonObjects {
  readonly 'person.view': { readonly id: PersonObject['id'] }
  readonly 'person.invite': Standing
  /** The name. */
  readonly 'person.rename': PersonObject
  /** A link to set a new password with: whoever has it is that person from then on. */
  readonly 'person.link': PersonObject
  /** Roles, grants and scope to those of `to`. */
  readonly 'person.setStanding': PersonObject & { readonly to: Standing }
  readonly 'person.disable': PersonObject
  readonly 'person.enable': PersonObject
  readonly 'person.remove': PersonObject
}

type PersonDecisions = { readonly [A in keyof PersonObjects]: (actor: Actor, object: PersonObjects[A]) => Decision }

const manages = (actor: Actor) => (): Denial | null => (actor.can('person.manage') ? null : 'noPermission')

const hasAllOf = (actor: Actor, { roles, grants, scope }: Standing): boolean =>
  roles.every(role => rolePermissions[role].every(one => actor.can(one))) &&
  grants.every(one => actor.can(one)) &&
  scopeCovers(actor.scope, scope)

const gives = (actor: Actor, standing: Standing) => (): Denial | null =>
  hasAllOf(actor, standing) ? null : 'moreThanYours'

/** An API key with little may not disable an administrator, nor an administrator of one site that of all. */
const standsAbove = (actor: Actor, person: Standing) => (): Denial | null =>
  hasAllOf(actor, person) ? null : 'personAboveYou'

const raisesSelf = (actor: Actor, person: PersonObject, to: Standing) => (): Denial | null => {
  if (actor.personId !== person.id) return null
  const has = permissionsOf(person.roles, person.grants)
  for (const one of permissionsOf(to.roles, to.grants)) if (!has.has(one)) return 'ownUpwards'
  return scopeCovers(person.scope, to.scope) ? null : 'ownUpwards'
}

const isLast = (person: PersonObject) => (): Denial | null => (person.lastAdministrator ? 'lastAdministrator' : null)

const stopsBeingLast = (person: PersonObject, to: Standing) => (): Denial | null =>
  person.lastAdministrator && !(to.roles.includes('administrator') && to.scope.kind === 'all')
    ? 'lastAdministrator'
    : null

const overSomebody = (actor: Actor, person: PersonObject): Decision =>
  firstDenial(manages(actor), standsAbove(actor, person))

const overSomebodyAtHome = (actor: Actor, person: PersonObject): Decision =>
  firstDenial(
    manages(actor),
    standsAbove(actor, person),
    // Whoever changes how an operator signs in could be that operator.
    () => (person.isOperator && !actor.can(operatorPermission) ? 'personAboveYou' : null),
    () => (person.atHome ? null : 'otherHome'),
  )

export const personDecisions: PersonDecisions = {
  'person.view': (actor, { id }) =>
    firstDenial(() => (actor.personId === id || actor.can('person.read') ? null : 'noPermission')),
  'person.invite': (actor, standing) => firstDenial(manages(actor), gives(actor, standing)),
  'person.rename': overSomebodyAtHome,
  'person.link': overSomebodyAtHome,
  'person.setStanding': (actor, person) =>
    firstDenial(
      manages(actor),
      raisesSelf(actor, person, person.to),
      standsAbove(actor, person),
      gives(actor, person.to),
      stopsBeingLast(person, person.to),
    ),
  'person.disable': (actor, person) => firstDenial(manages(actor), standsAbove(actor, person), isLast(person)),
  'person.enable': overSomebody,
  'person.remove': (actor, person) => firstDenial(manages(actor), standsAbove(actor, person), isLast(person)),
}
