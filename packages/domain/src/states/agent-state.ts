import type { TransitionTable } from './transition-table.ts'

/** What the server stores. Stale is derived from the last check-in and never stored. */
export const agentStandings = ['pending', 'active', 'quarantined', 'rejected', 'revoked'] as const
export type AgentStanding = (typeof agentStandings)[number]

export const agentStandingLabels: { readonly [S in AgentStanding]: string } = {
  pending: 'Pending',
  active: 'Active',
  quarantined: 'Quarantined',
  rejected: 'Rejected',
  revoked: 'Revoked',
}

export const agentTransitions: TransitionTable<AgentStanding> = {
  pending: ['active', 'rejected', 'revoked', 'quarantined'],
  active: ['quarantined', 'revoked'],
  quarantined: ['active', 'revoked'],
  rejected: ['revoked'],
  revoked: [],
}

export type AgentStatus = AgentStanding | 'stale'

/** Silent for longer than this: Stale (security contract §3.1), unless the subscription says otherwise. */
export const STALE_AFTER_MS = 7 * 24 * 60 * 60 * 1000

export function agentStatus(
  standing: AgentStanding,
  seenAtMs: number | null,
  nowMs: number,
  staleAfterMs: number = STALE_AFTER_MS,
): AgentStatus {
  if (standing !== 'active' || seenAtMs === null) return standing
  return nowMs - seenAtMs > staleAfterMs ? 'stale' : 'active'
}

export const scanStatuses = ['never', 'running', 'ok', 'partial', 'failed', 'unsupported'] as const
export type ScanStatus = (typeof scanStatuses)[number]
export const scanStatusLabels: { readonly [S in ScanStatus]: string } = {
  never: 'Not Scanned',
  running: 'Scanning',
  ok: 'Scanned',
  partial: 'Partial',
  failed: 'Failed',
  unsupported: 'Not Supported',
}
