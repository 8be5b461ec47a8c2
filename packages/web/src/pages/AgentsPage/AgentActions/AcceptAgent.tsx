import type { Agent } from '@patchyard/api'
import { Radio } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { shownText } from '../../../text/shown-text.ts'
import css from './AgentActions.module.css'
import { t } from '../../../i18n/text.ts'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'

export interface AgentDialogProps {
  readonly agent: Agent
  readonly returnTo: RefObject<HTMLElement | null>
  onClose(): void
}

export const touchedByAgents = ['listAgents', 'getAgent', 'listAssets', 'getAsset'] as const

export function AcceptAgent({ agent, returnTo, onClose }: AgentDialogProps) {
  const { looksLike } = agent
  const [as, setAs] = useState('new')
  const accept = useAction('acceptAgent', touchedByAgents)
  const body = as === 'new' || looksLike === null ? {} : { as: looksLike.id }
  return (
    <ConfirmDialog
      title={t('agents.acceptThisAgent')}
      confirm={t('agents.accept')}
      busy={accept.isPending}
      error={accept.error}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() => accept.mutate({ params: { id: agent.id }, body }, { onSuccess: onClose })}
    >
      <p>
        <Sentence
          text="agents.acceptText"
          parts={{
            name: <Reported text={agent.name} wrap />,
            os: shownText(agent.os, 80),
            address: agent.address ?? t('agents.anUnknownAddress'),
          }}
        />
      </p>
      {looksLike !== null && (
        <Radio.Group label={t('agents.theHardwareIsKnown')} value={as} onChange={setAs}>
          <div className={css.radios}>
            <Radio value="new" label={t('agents.takeItInAsANew')} />
            <Radio
              value="replace"
              label={t('agents.itReplacesAfterAReinstallation', { name: shownText(looksLike.name, 80) })}
              description={t('agents.historyIsLinkedTheFormerAgent')}
            />
          </div>
        </Radio.Group>
      )}
    </ConfirmDialog>
  )
}
