import type { Agent } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { failureText } from '../../../api/failure-text.ts'
import { useAction } from '../../../api/use-api.ts'
import { AssetActions, mayDoAny } from '../../../components/AssetActions/AssetActions.tsx'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone, showFailure } from '../../../components/notify.ts'
import { useCan } from '../../../frame/Session/session-context.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { touchedByAgents } from '../AgentActions/AcceptAgent.tsx'
import { agentSteps } from '../AgentActions/agent-steps.ts'
import { eachPart } from './each-part.ts'

/** Steps that several agents can take at once. Ending a quarantine asks which machine stays, so it is one by one. */
const bulkSteps = ['accept', 'reject', 'revoke'] as const
type BulkStep = (typeof bulkSteps)[number]

const texts = {
  accept: { confirm: 'agents.accept', title: 'agents.acceptMany', text: 'agents.acceptManyText' },
  reject: { confirm: 'agents.reject', title: 'agents.rejectMany', text: 'agents.rejectManyText' },
  revoke: { confirm: 'agents.revoke', title: 'agents.revokeMany', text: 'agents.revokeManyText' },
} as const

const routeOf = { accept: 'acceptAgents', reject: 'rejectAgents', revoke: 'revokeAgents' } as const

/** As many as the API takes in one call, all or none of them. */
const AT_ONCE = 500

export const agentAssetSteps = ['activate', 'deactivate', 'tag', 'untag', 'scan', 'remove'] as const

/** Whether anything can be done with chosen agents. */
export const mayActOnAgents = (can: ReturnType<typeof useCan>): boolean =>
  can('agent.manage') || mayDoAny(can, agentAssetSteps)

interface AgentBulkProps {
  readonly agents: readonly Agent[]
  clear(): void
}

/** What can be done with chosen agents: their assets' actions, and the steps of the agents themselves. */
export function AgentBulk({ agents, clear }: AgentBulkProps) {
  const can = useCan()
  return (
    <>
      <AssetActions
        target={{ chosen: agents.map(agent => ({ id: agent.assetId, name: agent.name })), found: null }}
        steps={agentAssetSteps}
        onDone={step => step === 'remove' && clear()}
      />
      {can('agent.manage') &&
        bulkSteps.map(step => {
          const able = agents.filter(agent => agentSteps(agent.status).includes(step))
          return able.length === 0 ? null : <StepForMany key={step} step={step} agents={able} clear={clear} />
        })}
    </>
  )
}

function StepForMany({ step, agents, clear }: AgentBulkProps & { readonly step: BulkStep }) {
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const change = useAction(routeOf[step], touchedByAgents)
  const run = async (): Promise<void> => {
    setBusy(true)
    const { done, failed } = await eachPart(agents, AT_ONCE, part =>
      change.mutateAsync({ body: { ids: part.map(agent => agent.id) } }),
    )
    setBusy(false)
    setAsking(false)
    clear()
    if (done > 0) showDone(t('agents.doneFor', { agents: t('count.agent', { count: done }) }))
    const [first] = failed
    if (first !== undefined)
      showFailure(
        t('agents.notDoneFor', { agents: t('count.agent', { count: agents.length - done }) }),
        new Error(failureText(first).detail),
      )
  }
  const { confirm, title, text } = texts[step]
  const count = t('count.agent', { count: agents.length })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('agents.stepMany', { step: t(confirm), count: agents.length })}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t(title, { agents: count })}
          confirm={t(confirm)}
          danger={step !== 'accept'}
          busy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={() => void run()}
        >
          <p>
            {agents
              .slice(0, 10)
              .map(agent => shownText(agent.name, 80))
              .join(', ')}
            {agents.length > 10 && ` ${t('assetAction.andMore', { count: agents.length - 10 })}`}
          </p>
          <p>{t(text)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
