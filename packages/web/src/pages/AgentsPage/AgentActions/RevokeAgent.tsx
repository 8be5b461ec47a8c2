import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { type AgentDialogProps, touchedByAgents } from './AcceptAgent.tsx'
import { t } from '../../../i18n/text.ts'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'

export function RevokeAgent({ agent, returnTo, onClose }: AgentDialogProps) {
  const revoke = useAction('revokeAgent', touchedByAgents)
  return (
    <ConfirmDialog
      title={t('agents.revokeThisAgentForEver')}
      confirm={t('agents.revoke')}
      danger
      busy={revoke.isPending}
      error={revoke.error}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() => revoke.mutate({ params: { id: agent.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="agents.revokeText" parts={{ name: <Reported text={agent.name} wrap /> }} />
      </p>
      <p>{t('agents.toBringTheMachineBackIt')}</p>
    </ConfirmDialog>
  )
}
