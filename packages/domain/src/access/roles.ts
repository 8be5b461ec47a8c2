/**
 * Roles and permissions as data. First light gives the roles their first permissions; the matrix grows with the
 * access feature. `administrator` is the subscription's administrator, who has all of them.
 */
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

export const permissions = [
  'asset.read',
  'asset.scan',
  'patch.read',
  'job.list',
  'job.read',
  'job.write',
  'job.control',
  'agent.read',
  'agent.manage',
  'activationKey.manage',
  'apiKey.own',
  'search.own',
  'search.share',
  'search.manage',
] as const
export type Permission = (typeof permissions)[number]

const reading: readonly Permission[] = [
  'asset.read',
  'patch.read',
  'job.list',
  'job.read',
  'agent.read',
  'apiKey.own',
  'search.own',
]
const sharing: readonly Permission[] = [...reading, 'search.share']
const deploying: readonly Permission[] = [...sharing, 'asset.scan', 'job.write', 'job.control']

export const rolePermissions: { readonly [R in Role]: readonly Permission[] } = {
  administrator: permissions,
  patchManager: deploying,
  patchUser: deploying,
  patchSecurity: sharing,
  patchDashboardAuthor: sharing,
  patchReader: reading,
}

export const roleMay = (role: Role, permission: Permission): boolean => rolePermissions[role].includes(permission)
