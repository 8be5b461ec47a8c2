import { type Role, rolePermissions, roles } from '@patchyard/domain'

/** Roles that a key of this person may have: none with a permission that the person lacks. */
export const rolesToGive = (own: Role): Role[] =>
  roles.filter(role => rolePermissions[role].every(permission => rolePermissions[own].includes(permission)))
