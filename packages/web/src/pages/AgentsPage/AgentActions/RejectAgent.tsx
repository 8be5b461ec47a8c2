import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { type AgentDialogProps, touchedByAgents } from './AcceptAgent.tsx'
import { t } from '../../../i18n/text.ts'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'

export function RejectAgent({ agent, returnTo, onClose }: AgentDialogProps) {
  const reject = useAction('rejectAgent', touchedByAgents)
  return (
    <ConfirmDialog
      title={t('agents.rejectThisAgent')}
      confirm={t('agents.reject')}
      danger
      busy={reject.isPending}
      error={reject.error}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() => reject.mutate({ params: { id: agent.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="agents.rejectText" parts={{ name: <Reported text={agent.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}
