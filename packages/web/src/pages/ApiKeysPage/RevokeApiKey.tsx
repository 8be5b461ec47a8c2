import type { ApiKey } from '@patchyard/api'
import { useAction } from '../../api/use-api.ts'
import { AskButton } from '../../components/Dialog/AskButton.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'
import { Sentence } from '../../components/Sentence/Sentence.tsx'

export function RevokeApiKey({ apiKey }: { readonly apiKey: ApiKey }) {
  const revoke = useAction('revokeApiKey', ['listApiKeys'])
  if (apiKey.revokedAt !== null) return null
  return (
    <AskButton
      label={t('keys.revoke')}
      labelOf={t('keys.revoke2', { title: shownText(apiKey.title, 80) })}
      look="inRow"
      title={t('keys.revokeThisApiKey')}
      confirm={t('keys.revoke3')}
      action={revoke}
      run={close => revoke.mutate({ params: { id: apiKey.id } }, { onSuccess: close })}
    >
      <p>
        <Sentence
          text="keys.revokeApiText"
          parts={{
            title: <Reported text={apiKey.title} wrap />,
            at: <Time at={apiKey.usedAt} never={t('keys.notYetUsed')} />,
          }}
        />
      </p>
    </AskButton>
  )
}
