import { type Role, roles, rolesCover } from '@patchyard/domain'

/** Roles that a key of somebody with these roles may have: never stronger than its maker. */
export const rolesToGive = (own: readonly Role[]): Role[] => roles.filter(role => rolesCover(own, [role]))
