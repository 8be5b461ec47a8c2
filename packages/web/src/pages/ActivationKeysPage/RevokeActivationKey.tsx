import type { ActivationKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'
import { Sentence } from '../../components/Sentence/Sentence.tsx'

export function RevokeActivationKey({ activationKey: key }: { readonly activationKey: ActivationKey }) {
  const [isAsking, setAsking] = useState(false)
  const revoke = useAction('revokeActivationKey', ['listActivationKeys'])
  if (key.revokedAt !== null) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('keys.revoke2', { title: shownText(key.title, 80) })}
        onClick={() => setAsking(true)}
      >
        {t('keys.revoke')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('keys.revokeThisActivationKey')}
          confirm={t('keys.revoke3')}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsking(false)}
          onConfirm={() => revoke.mutate({ params: { id: key.id } }, { onSuccess: () => setAsking(false) })}
        >
          <p>
            <Sentence text="keys.revokeText" parts={{ title: <Reported text={key.title} wrap /> }} />{' '}
            {key.uses === 0
              ? t('keys.itWasNeverUsed')
              : t('keys.theEnrolledWithItStayAs', { uses: t('count.agent', { count: key.uses }) })}
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}
