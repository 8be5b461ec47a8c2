import type { ActivationKey } from '@patchyard/api'
import { useAction } from '../../api/use-api.ts'
import { AskButton } from '../../components/Dialog/AskButton.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'
import { Sentence } from '../../components/Sentence/Sentence.tsx'

export function RevokeActivationKey({ activationKey: key }: { readonly activationKey: ActivationKey }) {
  const revoke = useAction('revokeActivationKey', ['listActivationKeys'])
  if (key.revokedAt !== null) return null
  return (
    <AskButton
      label={t('keys.revoke')}
      labelOf={t('keys.revoke2', { title: shownText(key.title, 80) })}
      look="inRow"
      title={t('keys.revokeThisActivationKey')}
      confirm={t('keys.revoke3')}
      action={revoke}
      run={close => revoke.mutate({ params: { id: key.id } }, { onSuccess: close })}
    >
      <p>
        <Sentence text="keys.revokeText" parts={{ title: <Reported text={key.title} wrap /> }} />{' '}
        {key.uses === 0
          ? t('keys.itWasNeverUsed')
          : t('keys.theEnrolledWithItStayAs', { uses: t('count.agent', { count: key.uses }) })}
      </p>
    </AskButton>
  )
}
