import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { type AgentDialogProps, touchedByAgents } from './AcceptAgent.tsx'

export function RevokeAgent({ agent, returnTo, onClose }: AgentDialogProps) {
  const revoke = useAction('revokeAgent', touchedByAgents)
  return (
    <ConfirmDialog
      title="Revoke this agent for ever?"
      confirm="Revoke"
      danger
      busy={revoke.isPending}
      error={revoke.error}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() => revoke.mutate({ params: { id: agent.id } }, { onSuccess: onClose })}
    >
      <p>
        <Reported text={agent.name} wrap /> can never speak to this server with its key again: 1 asset is no longer
        scanned or patched, and its open tasks will not begin. What is known about it stays.
      </p>
      <p>To bring the machine back, it must enrol anew.</p>
    </ConfirmDialog>
  )
}
