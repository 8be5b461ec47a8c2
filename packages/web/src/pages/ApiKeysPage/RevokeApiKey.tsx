import type { ApiKey } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'
import { Sentence } from '../../components/Sentence/Sentence.tsx'

export function RevokeApiKey({ apiKey }: { readonly apiKey: ApiKey }) {
  const [isAsking, setAsking] = useState(false)
  const revoke = useAction('revokeApiKey', ['listApiKeys'])
  if (apiKey.revokedAt !== null) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('keys.revoke2', { title: shownText(apiKey.title, 80) })}
        onClick={() => setAsking(true)}
      >
        {t('keys.revoke')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('keys.revokeThisApiKey')}
          confirm={t('keys.revoke3')}
          danger
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsking(false)}
          onConfirm={() => revoke.mutate({ params: { id: apiKey.id } }, { onSuccess: () => setAsking(false) })}
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
        </ConfirmDialog>
      )}
    </>
  )
}
