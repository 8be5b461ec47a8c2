import { contract } from '../route-contract.ts'
import * as agents from '../schemas/agents.ts'
import { IdParams, ListQuery } from '../schemas/common.ts'

export const agentRoutes = contract({
  listAgents: {
    method: 'GET',
    path: '/agents',
    permission: 'agent.read',
    summary: 'Agents with their standing',
    query: ListQuery,
    response: agents.AgentList,
  },
  getAgent: {
    method: 'GET',
    path: '/agents/:id',
    permission: 'agent.read',
    summary: 'One agent',
    params: IdParams,
    response: agents.Agent,
  },
  acceptAgent: {
    method: 'POST',
    path: '/agents/:id/accept',
    permission: 'agent.manage',
    summary: 'Accept a pending agent, as new or in place of an asset',
    params: IdParams,
    body: agents.AgentAccept,
    response: agents.Agent,
  },
  rejectAgent: {
    method: 'POST',
    path: '/agents/:id/reject',
    permission: 'agent.manage',
    summary: 'Reject a pending agent',
    params: IdParams,
    response: agents.Agent,
  },
  revokeAgent: {
    method: 'POST',
    path: '/agents/:id/revoke',
    permission: 'agent.manage',
    summary: 'Revoke an agent for ever',
    params: IdParams,
    response: agents.Agent,
  },
  resumeAgent: {
    method: 'POST',
    path: '/agents/:id/resume',
    permission: 'agent.manage',
    summary: 'End a quarantine: one machine stays',
    params: IdParams,
    body: agents.AgentResume,
    response: agents.Agent,
  },
})
