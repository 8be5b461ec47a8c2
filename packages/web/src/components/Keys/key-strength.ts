import { type Role, roleLabels, roles, rolesCover } from '@patchyard/domain'
import { t } from '../../i18n/text.ts'

/** Roles that a key of somebody with these roles may have: never stronger than its maker. */
export const rolesToGive = (own: readonly Role[]): Role[] => roles.filter(role => rolesCover(own, [role]))

/** What a key may do: `own`, whatever its owner may at each moment, or what a role may. */
export const strengthChoices = (own: readonly Role[]): { value: string; label: string }[] => [
  { value: 'own', label: t('keys.whatYouMay') },
  ...rolesToGive(own).map(role => ({ value: role, label: roleLabels[role] })),
]

/** undefined: whatever its owner may. */
export const roleOf = (strength: string): Role | undefined => roles.find(role => role === strength)
