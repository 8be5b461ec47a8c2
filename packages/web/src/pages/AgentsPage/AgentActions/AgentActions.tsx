import type { Agent } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { AcceptAgent } from './AcceptAgent.tsx'
import css from './AgentActions.module.css'
import { type AgentStep, agentSteps } from './agent-steps.ts'
import { RejectAgent } from './RejectAgent.tsx'
import { ResumeAgent } from './ResumeAgent.tsx'
import { RevokeAgent } from './RevokeAgent.tsx'

const steps = {
  accept: { label: 'Accept', dialog: AcceptAgent },
  reject: { label: 'Reject', dialog: RejectAgent },
  resume: { label: 'Resume', dialog: ResumeAgent },
  revoke: { label: 'Revoke', dialog: RevokeAgent },
} as const satisfies { [S in AgentStep]: unknown }

/** What can be done with an agent as it stands; everything asks first. */
export function AgentActions({ agent }: { readonly agent: Agent }) {
  const [asked, setAsked] = useState<AgentStep | null>(null)
  const Dialog = asked === null ? null : steps[asked].dialog
  return (
    <span className={css.actions}>
      {agentSteps(agent.status).map(step => (
        <Button
          key={step}
          size="compact-sm"
          variant={step === 'accept' || step === 'resume' ? 'light' : 'subtle'}
          color={step === 'accept' || step === 'resume' ? 'petrol' : 'gray'}
          aria-label={`${steps[step].label} ${agent.name}`}
          onClick={() => setAsked(step)}
        >
          {steps[step].label}…
        </Button>
      ))}
      {Dialog !== null && <Dialog agent={agent} onClose={() => setAsked(null)} />}
    </span>
  )
}
