import type { Person } from '@patchyard/api'
import { useAction, useList } from '../../api/use-api.ts'
import { AskButton } from '../../components/Dialog/AskButton.tsx'
import { showDone } from '../../components/notify.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { localText } from '../../text/instant-text.ts'
import { t } from '../../i18n/text.ts'
import { browserName } from '../AccountPage/SessionsTab/browser-name.ts'

/** Where somebody is signed in now. */
export function PersonSessions({ person }: { readonly person: Person }) {
  const sessions = useList('listPersonSessions', { params: { id: person.id } })
  const end = useAction('endPersonSessions', ['listPersonSessions'])
  return (
    <Panel
      title={t('people.sessions')}
      aside={
        sessions.total > 0 && (
          <AskButton
            label={t('people.endSessions')}
            look="small"
            title={t('people.endSessionsTitle')}
            confirm={t('people.endSessionsDo')}
            action={end}
            run={close =>
              end.mutate(
                { params: { id: person.id } },
                {
                  onSuccess: ({ ended }) => {
                    close()
                    showDone(t('account.ended', { count: ended }))
                  },
                },
              )
            }
          >
            <p>{t('people.endSessionsText', { count: sessions.total })}</p>
          </AskButton>
        )
      }
    >
      <FailureLine error={sessions.error} />
      <SmallTable
        label={t('people.sessions')}
        heads={[t('column.browser'), t('column.address'), t('column.lastUsed')]}
        rows={sessions.rows.map(one => [
          browserName(one.agent) ?? one.agent,
          one.address,
          localText(Date.parse(one.seenAt)),
        ])}
        none={t('people.noSession')}
      />
    </Panel>
  )
}
