import { type Action, type ActionObjects, decide, type Denial, denials } from '@patchyard/domain'
import { Problem } from '../errors/problem.ts'
import type { Principal } from './principal.ts'

/** 403 with the reason's code in `because` and its sentence. */
export const forbidden = (because: Denial): Problem => new Problem('forbidden', { because, detail: denials[because] })

/** Throws Problem `forbidden` unless `decide` allows it. The object is the one that was loaded. */
export function refuseUnless<A extends Action>(principal: Principal, action: A, object: ActionObjects[A]): void {
  const decision = decide(principal, action, object)
  if (!decision.allowed) throw forbidden(decision.because)
}
