import type { AcceptedRollback } from '../../../core/ports/rollback.ts'

/** Whether two accepted plans mean the same: what goes back, what goes away. */
export function sameRollback(a: AcceptedRollback, b: AcceptedRollback): boolean {
  const text = (plan: AcceptedRollback) =>
    [
      ...plan.changes.map(one => `${one.name}:${one.arch} ${one.to}`),
      ...plan.removals.map(one => `${one.name}:${one.arch} - ${one.version}`),
    ]
      .sort()
      .join('\n')
  return text(a) === text(b)
}
