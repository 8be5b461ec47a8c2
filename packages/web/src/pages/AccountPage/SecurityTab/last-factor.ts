import type { SecondFactors } from '@patchyard/api'
import { factorCount } from '../../../components/SecondFactors/factor-count.ts'
import type { TextKey } from '../../../i18n/text.ts'

/** What taking away a second factor comes to; null: others stay. */
export function consequence(factors: SecondFactors): TextKey | null {
  if (factorCount(factors) > 1) return null
  return factors.demanded ? 'account.lastDemanded' : 'account.lastFactor'
}
