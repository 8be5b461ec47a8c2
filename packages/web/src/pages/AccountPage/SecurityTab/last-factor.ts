import type { SecondFactors } from '@patchyard/api'
import { type TextKey } from '../../../i18n/text.ts'

/** What taking away a second factor comes to; null: others stay. */
export function consequence(factors: SecondFactors): TextKey | null {
  const count = factors.passkeys.length + (factors.totp === null ? 0 : 1)
  if (count > 1) return null
  return factors.demanded ? 'account.lastDemanded' : 'account.lastFactor'
}
