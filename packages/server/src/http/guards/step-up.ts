import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../principal.ts'
import type { AnyRoute } from '../route.ts'

/** Long enough for a page of changes, short for a screen that was left open. */
export const PROOF_MS = 10 * 60 * 1000

/** What a permission alone is not enough for. Throws Problem `second_factor_needed`, `key_not_allowed` or `step_up_needed`. */
export function refuseWithoutProof(
  route: Pick<AnyRoute, 'stepUp' | 'keys' | 'beforeSecondFactor'>,
  principal: Pick<Principal, 'via' | 'provenAtMs' | 'needsSecondFactor'>,
  nowMs: number,
): void {
  if (principal.needsSecondFactor && route.beforeSecondFactor !== true) throw new Problem('second_factor_needed')
  if (route.stepUp !== true) return
  if (principal.via === 'apiKey') {
    if (route.keys === 'allowed') return
    throw new Problem('key_not_allowed')
  }
  const { provenAtMs } = principal
  if (provenAtMs === null || nowMs - provenAtMs >= PROOF_MS) throw new Problem('step_up_needed')
}
