import { type Grant, type Permission, permissions } from './permissions.ts'

/** Roles and what they may do, as data: reference.md §4 with decisions.md §5.1–5.5. */
export const roles = [
  'administrator',
  'patchManager',
  'patchUser',
  'patchSecurity',
  'patchDashboardAuthor',
  'patchReader',
] as const
export type Role = (typeof roles)[number]

export const roleLabels: { readonly [R in Role]: string } = {
  administrator: 'Administrator',
  patchManager: 'Patch Manager',
  patchUser: 'Patch User',
  patchSecurity: 'Patch Security',
  patchDashboardAuthor: 'Patch Dashboard Author',
  patchReader: 'Patch Reader',
}

export const roleSentences: { readonly [R in Role]: string } = {
  administrator: 'May do everything in the subscription, and gives roles and scopes to its people.',
  patchManager: 'Manages all jobs, assessment profiles and licences, and deploys patches.',
  patchUser: 'Deploys patches with jobs that are their own or that they are co-author of.',
  patchSecurity: 'Advises which patches to deploy; neither owns nor edits jobs, and has no other role.',
  patchDashboardAuthor: 'Reads everything in scope and makes dashboards.',
  patchReader: 'Reads everything in scope.',
}

const reader: readonly Permission[] = [
  'asset.read',
  'patch.read',
  'job.list',
  'job.read',
  'licence.read',
  'assessmentProfile.read',
  'configurationProfile.read',
  'tag.read',
  'role.read',
  'agent.read',
  'apiKey.own',
  'search.own',
  'dashboard.read',
  'export.csv',
]
const security: readonly Permission[] = [...reader, 'search.share', 'advisory.write', 'vendorPatch.write']
const dashboardAuthor: readonly Permission[] = [...reader, 'search.share', 'dashboard.own', 'report.generate']
const user: readonly Permission[] = [
  ...dashboardAuthor,
  'asset.scan',
  'asset.pause',
  'asset.reboot',
  'asset.remove',
  'job.write',
  'job.control',
  'job.delete',
  'job.own',
  'vendorPatch.write',
  // To choose co-authors and owners.
  'person.read',
]
const manager: readonly Permission[] = [
  ...user,
  'asset.manage',
  'job.readAny',
  'job.editAny',
  'job.controlAny',
  'job.deleteAny',
  'job.changeOwner',
  'licence.manage',
  'assessmentProfile.manage',
  'settings.manage',
]

/** Reader ⊂ Dashboard Author ⊂ User ⊂ Manager; Security stands apart; the administrator has all. */
export const rolePermissions: { readonly [R in Role]: readonly Permission[] } = {
  administrator: permissions,
  patchManager: manager,
  patchUser: user,
  patchSecurity: security,
  patchDashboardAuthor: dashboardAuthor,
  patchReader: reader,
}

const permissionSets: { readonly [R in Role]: ReadonlySet<Permission> } = {
  administrator: new Set(permissions),
  patchManager: new Set(manager),
  patchUser: new Set(user),
  patchSecurity: new Set(security),
  patchDashboardAuthor: new Set(dashboardAuthor),
  patchReader: new Set(reader),
}

export const roleMay = (role: Role, permission: Permission): boolean => permissionSets[role].has(permission)

/** The union of what the roles may, and the grants beside them. */
export function permissionsOf(held: readonly Role[], granted: readonly Grant[] = []): ReadonlySet<Permission> {
  const [only] = held
  if (only !== undefined && held.length === 1 && granted.length === 0) return permissionSets[only]
  return new Set([...held.flatMap(role => rolePermissions[role]), ...granted])
}

/** Whether whoever holds `these` has the same or higher roles: every permission of `those` is one of theirs. */
export function rolesCover(these: readonly Role[], those: readonly Role[]): boolean {
  return those.every(
    role =>
      these.includes(role) || rolePermissions[role].every(permission => these.some(own => roleMay(own, permission))),
  )
}

export const roleSetProblems = {
  roles_none: 'A person has at least one role.',
  roles_twice: 'A role is named twice.',
  roles_security_alone: 'Patch Security cannot be combined with another role.',
} as const
export type RoleSetProblem = keyof typeof roleSetProblems

/** What is wrong with a set of roles, or null. */
export function roleSetProblem(held: readonly Role[]): RoleSetProblem | null {
  if (held.length === 0) return 'roles_none'
  if (new Set(held).size < held.length) return 'roles_twice'
  if (held.includes('patchSecurity') && held.length > 1) return 'roles_security_alone'
  return null
}

/** New people, also by single sign-on without a mapped group; their scope is empty (decisions.md §5.2). */
export const rolesOfNewPeople: readonly Role[] = ['patchReader']
