import type { Session } from '@patchyard/api'
import { IconCircleCheck, IconDevices } from '@tabler/icons-react'
import type { Column } from '../../../components/DataTable/column.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SearchList } from '../../../components/SearchList/SearchList.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { listShape } from '../../../frame/list-shape.ts'
import { browserName } from './browser-name.ts'
import { EndOtherSessions, EndSession } from './EndSessions.tsx'
import { useCan } from '../../../frame/Session/session-context.ts'
import { type TextKey, t } from '../../../i18n/text.ts'
import css from './SessionsTab.module.css'

const ways: { readonly [W in Session['way']]: TextKey } = {
  password: 'session.password',
  passkey: 'account.passkey',
  identityProvider: 'account.identityProvider',
}

const nameOf = (session: Session): string => browserName(session.agent) ?? session.agent

const columns: readonly Column<Session>[] = [
  { key: 'browser', header: 'column.browser', cell: session => <Reported text={nameOf(session)} /> },
  {
    key: 'current',
    header: 'column.status',
    width: 130,
    cell: session =>
      session.current ? (
        <Mark tone="good" icon={IconCircleCheck} label={t('account.thisSession')} />
      ) : (
        t('account.otherSession')
      ),
  },
  {
    key: 'address',
    header: 'column.address',
    sort: 'address',
    width: 180,
    cell: session => <Reported text={session.address} mono />,
  },
  { key: 'way', header: 'column.way', width: 150, rank: 2, cell: session => t(ways[session.way]) },
  {
    key: 'seen',
    header: 'column.lastUsed',
    sort: 'seenAt',
    width: 120,
    cell: session => <Time at={session.seenAt} as="ago" />,
  },
  {
    key: 'created',
    header: 'column.since',
    sort: 'createdAt',
    width: 190,
    rank: 2,
    cell: session => <Time at={session.createdAt} />,
  },
  { key: 'ends', header: 'column.ends', width: 190, rank: 3, cell: session => <Time at={session.expiresAt} /> },
  {
    key: 'actions',
    header: 'column.actions',
    quietHead: true,
    align: 'end',
    width: 120,
    cell: session => <EndSession session={session} name={nameOf(session)} />,
  },
]
const shape = listShape(columns, { defaultSort: '-seenAt' })

/** Where one is signed in in this subscription. */
export function SessionsTab() {
  const can = useCan()
  return (
    <>
      <div className={css.bar}>
        <p className={css.text}>{t('account.sessionsText')}</p>
        <EndOtherSessions />
      </div>
      <SearchList
        route="listSessions"
        csv={can('export.csv') ? 'exportSessions' : undefined}
        name="sessions"
        title="account.sessions"
        noun="count.session"
        search="account.searchSessions"
        columns={columns}
        shape={shape}
        keyOf={session => session.id}
        nameOf={nameOf}
        empty={<Notice icon={IconDevices} title={t('account.noSession')} />}
      />
    </>
  )
}
