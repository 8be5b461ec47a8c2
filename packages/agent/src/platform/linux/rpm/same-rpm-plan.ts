import type { AcceptedPlan } from '../../../core/ports/package-manager.ts'

/** Whether two accepted plans mean the same. */
export function sameRpmPlan(a: AcceptedPlan, b: AcceptedPlan): boolean {
  const text = (plan: AcceptedPlan) =>
    [...plan.changes, ...plan.additions]
      .map(one => `${one.name}.${one.arch} ${one.to}`)
      .sort()
      .join('\n')
  return text(a) === text(b)
}
