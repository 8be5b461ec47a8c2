import type { Subscription } from '@patchyard/api'
import { IconBan, IconCircleCheck } from '@tabler/icons-react'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { grouped } from '../../text/numbers.ts'
import { t } from '../../i18n/text.ts'
import { licenceText } from './licence-text.ts'

export const subscriptionColumns: readonly Column<Subscription>[] = [
  { key: 'name', header: 'column.name', sort: 'name', cell: one => <Reported text={one.name} /> },
  {
    key: 'state',
    header: 'column.status',
    width: 140,
    cell: one =>
      one.state === 'active' ? (
        <Mark tone="good" icon={IconCircleCheck} label={t('subscriptions.active')} />
      ) : (
        <Mark tone="warning" icon={IconBan} label={t('subscriptions.suspended')} />
      ),
  },
  { key: 'licence', header: 'column.licence', width: 190, rank: 2, cell: one => licenceText(one.licence) },
  { key: 'ends', header: 'column.ends', width: 190, rank: 3, cell: one => <Time at={one.licence.endAt} never="–" /> },
  { key: 'people', header: 'column.people', align: 'end', width: 100, rank: 2, cell: one => grouped(one.people) },
  { key: 'agents', header: 'column.agents', align: 'end', width: 100, cell: one => grouped(one.agents) },
  {
    key: 'created',
    header: 'column.created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 190,
    rank: 3,
    cell: one => <Time at={one.createdAt} />,
  },
]
