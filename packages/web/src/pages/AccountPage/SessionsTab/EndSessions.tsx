import type { Session } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useAction } from '../../../api/use-api.ts'
import { AskButton } from '../../../components/Dialog/AskButton.tsx'
import { showDone } from '../../../components/notify.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { useLeave } from '../../../frame/Session/use-leave.ts'
import { shownText } from '../../../text/shown-text.ts'
import { t } from '../../../i18n/text.ts'

/** Of this very session it is signing out. */
export function EndSession({ session, name }: { readonly session: Session; readonly name: string }) {
  const end = useAction('endSession', ['listSessions'])
  const leave = useLeave()
  if (session.current)
    return (
      <Button size="compact-sm" variant="subtle" color="gray" loading={leave.isPending} onClick={leave.go}>
        {t('frame.signOut')}
      </Button>
    )
  return (
    <AskButton
      label={t('account.end')}
      labelOf={t('account.endSession', { name: shownText(name, 60), address: shownText(session.address, 60) })}
      look="inRow"
      title={t('account.endThisSession')}
      confirm={t('account.endIt')}
      action={end}
      run={close => end.mutate({ params: { id: session.id } }, { onSuccess: close })}
    >
      <p>
        <Sentence
          text="account.endText"
          parts={{ name: <Reported text={name} wrap />, address: <Reported text={session.address} mono wrap /> }}
        />
      </p>
    </AskButton>
  )
}

export function EndOtherSessions() {
  const end = useAction('endOtherSessions', ['listSessions'])
  return (
    <AskButton
      label={t('account.endAllOthers')}
      title={t('account.endAllOtherSessions')}
      confirm={t('account.endThem')}
      action={end}
      run={close =>
        end.mutate(
          {},
          {
            onSuccess: ({ ended }) => {
              close()
              showDone(t('account.ended', { count: ended }))
            },
          },
        )
      }
    >
      <p>{t('account.endOthersText')}</p>
    </AskButton>
  )
}
