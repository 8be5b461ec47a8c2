import type { AgentPath } from './limits.ts'

// PYP/1 §5.

/** As stored. */
export type StoredStanding = 'pending' | 'active' | 'quarantined' | 'rejected' | 'revoked'

/** As answered: `probation` is `active` while a change of machine is fresh. */
export type Standing = StoredStanding | 'probation'

export const standings = [
  'pending',
  'active',
  'probation',
  'quarantined',
  'rejected',
  'revoked',
] as const satisfies Standing[]

/** Milliseconds that a changed machine stays on probation. */
export function probationMs(checkInS: number): number {
  return Math.max(180_000, 3 * checkInS * 1000)
}

/** What the signed answer says of a stored standing. `machineAtMs`: when `machine` last changed, null = never. */
export function answeredStanding(
  standing: StoredStanding,
  machineAtMs: number | null,
  checkInS: number,
  nowMs: number,
): Standing {
  const fresh = machineAtMs !== null && nowMs - machineAtMs < probationMs(checkInS)
  return standing === 'active' && fresh ? 'probation' : standing
}

/**
 * May an agent of this standing use the path at all? Quarantined, rejected and revoked ones get their 403 or 410 from
 * `classifyLink`; for a pending one everything but check-in and bell is refused before the link is looked at.
 */
export function mayUse(standing: StoredStanding, path: AgentPath): boolean {
  if (standing === 'active') return true
  if (path === '/agent/v1/checkin') return true
  return standing === 'pending' && path === '/agent/v1/bell'
}
