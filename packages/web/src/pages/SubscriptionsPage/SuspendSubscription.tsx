import type { Subscription } from '@patchyard/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { t } from '../../i18n/text.ts'

interface Props {
  readonly of: Subscription
  readonly onClose: () => void
}

export function SuspendSubscription({ of, onClose }: Props) {
  const [reason, setReason] = useState('')
  const suspend = useAction('suspendSubscription', ['listSubscriptions'])
  const body = reason.trim() === '' ? {} : { reason: reason.trim() }
  return (
    <ConfirmDialog
      title={t('subscriptions.suspendTitle')}
      confirm={t('subscriptions.suspendDo')}
      danger
      busy={suspend.isPending}
      error={suspend.error}
      onClose={onClose}
      onConfirm={() => suspend.mutate({ params: { id: of.id }, body }, { onSuccess: onClose })}
    >
      <p>
        <Sentence
          text="subscriptions.suspendText"
          parts={{
            name: <Reported text={of.name} wrap />,
            people: t('count.person', { count: of.people }),
            agents: t('count.agent', { count: of.agents }),
          }}
        />{' '}
        {t('subscriptions.suspendKept')}
      </p>
      <TextInput
        label={t('subscriptions.reason')}
        description={t('subscriptions.reasonMore')}
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

export function ResumeSubscription({ of, onClose }: Props) {
  const resume = useAction('resumeSubscription', ['listSubscriptions'])
  return (
    <ConfirmDialog
      title={t('subscriptions.resumeTitle')}
      confirm={t('subscriptions.resumeDo')}
      busy={resume.isPending}
      error={resume.error}
      onClose={onClose}
      onConfirm={() => resume.mutate({ params: { id: of.id } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="subscriptions.resumeText" parts={{ name: <Reported text={of.name} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}
