import type { Agent } from '@patchyard/api'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { shownText } from '../../../text/shown-text.ts'
import { AcceptAgent } from './AcceptAgent.tsx'
import css from './AgentActions.module.css'
import { type AgentStep, agentSteps } from './agent-steps.ts'
import { RejectAgent } from './RejectAgent.tsx'
import { ResumeAgent } from './ResumeAgent.tsx'
import { RevokeAgent } from './RevokeAgent.tsx'
import { t } from '../../../i18n/text.ts'

const steps = {
  accept: { label: 'agents.accept', dialog: AcceptAgent, isWaitedFor: true },
  reject: { label: 'agents.reject', dialog: RejectAgent, isWaitedFor: false },
  resume: { label: 'agents.resume', dialog: ResumeAgent, isWaitedFor: true },
  revoke: { label: 'agents.revoke', dialog: RevokeAgent, isWaitedFor: false },
} as const satisfies { [S in AgentStep]: unknown }

/** What can be done with an agent as it stands; everything asks first. What somebody waits for stands in the open. */
export function AgentActions({ agent }: { readonly agent: Agent }) {
  const more = useRef<HTMLButtonElement>(null)
  // A menu is gone when its dialog closes; the focus goes back to what opened the menu.
  const opener = useRef<HTMLElement>(null)
  const [asked, setAsked] = useState<AgentStep | null>(null)
  const Dialog = asked === null ? null : steps[asked].dialog
  const name = shownText(agent.name, 80)
  const ask = (step: AgentStep, from: HTMLElement | null): void => {
    opener.current = from
    setAsked(step)
  }
  const possible = agentSteps(agent.status)
  const open = possible.filter(step => steps[step].isWaitedFor)
  const rest = possible.filter(step => !steps[step].isWaitedFor)
  return (
    <span className={css.actions}>
      {open.map(step => (
        <Button
          key={step}
          size="compact-sm"
          variant="light"
          aria-label={t('agents.stepOf', { step: t(steps[step].label), name })}
          onClick={event => ask(step, event.currentTarget)}
        >
          {t('common.stepAsked', { step: t(steps[step].label) })}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu>
          <Menu.Target>
            <ActionIcon ref={more} size="md" aria-label={t('agents.moreFor', { name })}>
              <IconDots size={17} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(step => (
              <Menu.Item key={step} onClick={() => ask(step, more.current)}>
                {t('common.stepAsked', { step: t(steps[step].label) })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {Dialog !== null && <Dialog agent={agent} returnTo={opener} onClose={() => setAsked(null)} />}
    </span>
  )
}
