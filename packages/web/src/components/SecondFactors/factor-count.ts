import type { SecondFactors } from '@patchyard/api'

/** Recovery codes are none: they stand in for one. */
export const factorCount = ({ totp, passkeys }: SecondFactors): number => passkeys.length + (totp === null ? 0 : 1)
