import { type AgentStanding, type AgentStatus, agentTransitions } from '@patchyard/domain'

export type AgentStep = 'accept' | 'reject' | 'resume' | 'revoke'

const leadsTo: { readonly [S in AgentStep]: AgentStanding } = {
  accept: 'active',
  reject: 'rejected',
  resume: 'active',
  revoke: 'revoked',
}

/** The steps whose arrow the domain's table has, in the order of the buttons. */
export function agentSteps(status: AgentStatus): AgentStep[] {
  const standing = status === 'stale' ? 'active' : status
  const steps: readonly AgentStep[] =
    standing === 'pending' ? ['accept', 'reject'] : standing === 'quarantined' ? ['resume', 'revoke'] : ['revoke']
  return steps.filter(step => agentTransitions[standing].includes(leadsTo[step]))
}
