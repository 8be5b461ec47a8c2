import type { Agent } from '@patchyard/api'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { agentMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'

export const agentColumns: readonly Column<Agent>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: agent => <Reported text={agent.name} /> },
  {
    key: 'status',
    header: 'column.status',
    sort: 'status',
    width: 136,
    cell: agent => <Mark {...agentMark(agent.status)} />,
  },
  { key: 'why', header: 'column.note', width: 260, rank: 2, cell: agent => <Note agent={agent} /> },
  {
    key: 'os',
    header: 'column.operatingSystem',
    sort: 'os',
    width: 200,
    rank: 3,
    cell: agent => <Reported text={agent.os} />,
  },
  {
    key: 'version',
    header: 'column.version',
    sort: 'version',
    width: 90,
    rank: 2,
    cell: agent => <Reported text={agent.version} mono />,
  },
  {
    key: 'address',
    header: 'column.address',
    width: 140,
    rank: 3,
    cell: agent => <Reported text={agent.address ?? ''} />,
  },
  {
    key: 'seen',
    header: 'column.lastSeen',
    sort: 'lastSeenAt',
    sortFirst: 'down',
    width: 118,
    cell: agent => <Time at={agent.lastSeenAt} as="ago" never={t('agents.never')} />,
  },
  {
    key: 'enrolled',
    header: 'column.enrolled',
    sort: 'enrolledAt',
    sortFirst: 'down',
    width: 118,
    rank: 3,
    cell: agent => <Time at={agent.enrolledAt} as="ago" />,
  },
]

function Note({ agent }: { readonly agent: Agent }) {
  if (agent.status === 'pending' && agent.looksLike !== null)
    return <Reported text={t('agents.looksLikeReinstalled', { name: agent.looksLike.name })} />
  return <Reported text={agent.why ?? ''} />
}
