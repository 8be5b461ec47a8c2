/** Why somebody may not: a closed list. The code travels in the answer beside `forbidden`; the sentence is for people. */
export const denials = {
  noPermission: 'None of your roles allows this.',
  notYours: 'It belongs to somebody else.',
  notCoAuthor: 'You are neither the owner nor a co-author of this job.',
  coAuthorMayOnlyView: 'A co-author edits only with the same or a higher role than the owner.',
  coAuthorScopeTooSmall: "A co-author edits only with a scope as large as the owner's.",
  coAuthorMayNotChooseAssets: 'A co-author may change tags, not single assets.',
  coAuthorMayNotChangeAccess: 'Only the owner, or somebody who may edit any job, changes who has access to it.',
  scopeTooSmall: 'Your scope does not cover what this reaches.',
  needsOwner: 'The job needs an owner: the present one is disabled, gone, or may no longer own jobs.',
  newOwnerMayNotOwn: 'The new owner must be a Patch User, Patch Manager or administrator who is not disabled.',
  newOwnerScopeTooLarge: "The new owner's scope is larger than yours and than the present owner's.",
  moreThanYours: 'You cannot give what you do not have yourself.',
  ownUpwards: 'Nobody changes their own roles, grants or scope upwards.',
  personAboveYou: 'This person has a role or a scope that you do not have yourself.',
  lastAdministrator: 'The last administrator who sees all assets cannot be taken away.',
  otherHome: 'This person belongs to another subscription: only there are name and sign-in changed.',
} as const
export type Denial = keyof typeof denials

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly because: Denial }

export const allowed: Decision = { allowed: true }
export const denied = (because: Denial): Decision => ({ allowed: false, because })

/** The first that says no, otherwise yes. */
export function firstDenial(...checks: readonly (() => Denial | null)[]): Decision {
  for (const check of checks) {
    const because = check()
    if (because !== null) return denied(because)
  }
  return allowed
}
