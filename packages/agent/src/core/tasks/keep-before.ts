import type { AcceptedPlan, ActOptions } from '../ports/package-manager.ts'
import type { KeepOutcome } from '../ports/rollback.ts'
import type { Session } from '../session.ts'
import type { Say } from './item-gate.ts'

/**
 * What an item replaces is kept before it is installed (`options.keep`). Answers the lines that people read in the item's output; the store
 * never keeps an installation from being done.
 */
export async function keepBefore(session: Session, plan: AcceptedPlan, options: ActOptions, say: Say): Promise<string> {
  say(`keeping the earlier packages of ${plan.patch}`)
  const kept = await session.ports.packages.keep(plan, options)
  const text = keptText(kept)
  session.ports.log.info('kept for rollback', {
    patch: plan.patch,
    reversible: kept.verdict.reversible,
    dropped: kept.dropped.length,
  })
  return text
}

export function keptText(kept: KeepOutcome): string {
  return [
    kept.verdict.reversible
      ? `kept for rollback: ${kept.bytes} bytes of earlier packages`
      : 'this cannot be taken back:',
    ...kept.verdict.reasons.map(one => `  ${one.package ?? 'all'}: ${one.detail} (${one.code})`),
    ...kept.dropped.map(patch => `dropped to make room: the way back of ${patch}`),
    '',
  ].join('\n')
}
