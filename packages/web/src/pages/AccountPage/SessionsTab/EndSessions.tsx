import type { Session } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { showDone } from '../../../components/notify.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { useLeave } from '../../../frame/Session/use-leave.ts'
import { shownText } from '../../../text/shown-text.ts'
import { t } from '../../../i18n/text.ts'

/** Of this very session it is signing out. */
export function EndSession({ session, name }: { readonly session: Session; readonly name: string }) {
  const [isAsking, setAsking] = useState(false)
  const end = useAction('endSession', ['listSessions'])
  const leave = useLeave()
  if (session.current)
    return (
      <Button size="compact-sm" variant="subtle" color="gray" loading={leave.isPending} onClick={leave.go}>
        {t('frame.signOut')}
      </Button>
    )
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('account.endSession', { name: shownText(name, 60), address: shownText(session.address, 60) })}
        onClick={() => setAsking(true)}
      >
        {t('account.end')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('account.endThisSession')}
          confirm={t('account.endIt')}
          danger
          busy={end.isPending}
          error={end.error}
          onClose={() => setAsking(false)}
          onConfirm={() => end.mutate({ params: { id: session.id } }, { onSuccess: () => setAsking(false) })}
        >
          <p>
            <Sentence
              text="account.endText"
              parts={{ name: <Reported text={name} wrap />, address: <Reported text={session.address} mono wrap /> }}
            />
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}

export function EndOtherSessions() {
  const [isAsking, setAsking] = useState(false)
  const end = useAction('endOtherSessions', ['listSessions'])
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('account.endAllOthers')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('account.endAllOtherSessions')}
          confirm={t('account.endThem')}
          danger
          busy={end.isPending}
          error={end.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            end.mutate(
              {},
              {
                onSuccess: ({ ended }) => {
                  setAsking(false)
                  showDone(t('account.ended', { count: ended }))
                },
              },
            )
          }
        >
          <p>{t('account.endOthersText')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
