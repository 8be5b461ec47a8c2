import type { Actor, JobObject, JobOwner } from './access-objects.ts'
import { scopeCovers } from './access-scope.ts'
import { allowed, type Decision, type Denial, denied } from './decision.ts'
import type { Permission } from './permissions.ts'
import { permissionsOf, rolesCover } from './roles.ts'

// reference.md §4 rules 1–5 and decisions.md §5.4–5.5. A job runs inside its owner's scope. Whoever starts or changes the
// job of somebody who sees more than they do would patch machines that are not theirs: there "any job" ends at the scope.

export interface JobObjects {
  readonly 'job.view': JobObject
  readonly 'job.edit': JobObject
  /** Single assets of the job, not its tags. */
  readonly 'job.editAssets': JobObject
  /** Owner's and co-authors' names, as long as the owner stays. */
  readonly 'job.editAccess': JobObject
  /** Enable, retry: something will run. */
  readonly 'job.start': JobObject
  /** Disable, cancel: nothing more will run. */
  readonly 'job.stop': JobObject
  readonly 'job.delete': JobObject
  readonly 'job.clone': JobObject
  readonly 'job.changeOwner': JobObject & { readonly newOwner: JobOwner }
}

type JobDecisions = { readonly [A in keyof JobObjects]: (actor: Actor, job: JobObjects[A]) => Decision }

const owns = (actor: Actor, job: JobObject): boolean => job.owner?.id === actor.personId

/** Whether a job of this person may run at all. */
export const mayOwnJobs = (owner: Pick<JobOwner, 'active' | 'roles'> | null): boolean =>
  owner?.active === true && permissionsOf(owner.roles).has('job.own')

/** What keeps a co-author from editing; null: nothing. */
function weaknessOf(actor: Actor, { owner }: JobObject): Denial | null {
  if (owner === null || !permissionsOf(actor.roles).has('job.own') || !rolesCover(actor.roles, owner.roles)) {
    return 'coAuthorMayOnlyView'
  }
  return scopeCovers(actor.scope, owner.scope) ? null : 'coAuthorScopeTooSmall'
}

/** Owner, co-author who may edit, or holder of the permission for any job; the latter inside the own scope. */
function mayChange(
  actor: Actor,
  job: JobObject,
  own: Permission,
  any: Permission,
  insideScope: boolean,
): Denial | null {
  if (owns(actor, job) && actor.can(own)) return null
  if (actor.can(any)) {
    const reaches = job.owner === null ? true : scopeCovers(actor.scope, job.owner.scope)
    return insideScope && !reaches ? 'scopeTooSmall' : null
  }
  if (!actor.can(own)) return 'noPermission'
  return job.coAuthorIds.includes(actor.personId) ? weaknessOf(actor, job) : 'notCoAuthor'
}

const because = (denial: Denial | null): Decision => (denial === null ? allowed : denied(denial))

/** A co-author who edits with the weaker of two rights: not one who could edit any job anyway. */
const onlyCoAuthor = (actor: Actor, job: JobObject, any: Permission): boolean => !owns(actor, job) && !actor.can(any)

export const jobActions = [
  'job.view',
  'job.edit',
  'job.editAssets',
  'job.editAccess',
  'job.start',
  'job.stop',
  'job.delete',
  'job.clone',
] as const satisfies readonly (keyof JobObjects)[]

export const jobDecisions: JobDecisions = {
  'job.view'(actor, job) {
    if (actor.can('job.readAny')) return allowed
    if (!actor.can('job.read')) return denied('noPermission')
    return owns(actor, job) || job.coAuthorIds.includes(actor.personId) ? allowed : denied('notCoAuthor')
  },
  'job.edit': (actor, job) => because(mayChange(actor, job, 'job.write', 'job.editAny', true)),
  'job.editAssets': (actor, job) =>
    because(
      mayChange(actor, job, 'job.write', 'job.editAny', true) ??
        (onlyCoAuthor(actor, job, 'job.editAny') ? 'coAuthorMayNotChooseAssets' : null),
    ),
  'job.editAccess': (actor, job) =>
    because(
      mayChange(actor, job, 'job.write', 'job.editAny', true) ??
        (onlyCoAuthor(actor, job, 'job.editAny') ? 'coAuthorMayNotChangeAccess' : null),
    ),
  'job.start': (actor, job) =>
    because(
      mayChange(actor, job, 'job.control', 'job.controlAny', true) ?? (mayOwnJobs(job.owner) ? null : 'needsOwner'),
    ),
  'job.stop': (actor, job) => because(mayChange(actor, job, 'job.control', 'job.controlAny', false)),
  'job.delete': (actor, job) => because(mayChange(actor, job, 'job.delete', 'job.deleteAny', false)),
  'job.clone': (actor, job) => (actor.can('job.write') ? jobDecisions['job.view'](actor, job) : denied('noPermission')),
  'job.changeOwner'(actor, { owner, newOwner }) {
    if (!actor.can('job.changeOwner')) return denied('noPermission')
    if (!mayOwnJobs(newOwner)) return denied('newOwnerMayNotOwn')
    const grows = owner === null || !scopeCovers(owner.scope, newOwner.scope)
    return grows && !scopeCovers(actor.scope, newOwner.scope) ? denied('newOwnerScopeTooLarge') : allowed
  },
}
