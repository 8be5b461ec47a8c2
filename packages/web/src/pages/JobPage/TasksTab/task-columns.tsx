import type { Task } from '@patchyard/api'
import { taskIsOpen } from '@patchyard/domain'
import type { Column } from '../../../components/DataTable/column.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { taskMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { durationText } from '../../../text/instant-text.ts'
import { t } from '../../../i18n/text.ts'

export const taskColumns: readonly Column<Task>[] = [
  { key: 'asset', header: 'column.asset', sort: 'asset', cell: task => <Reported text={task.asset.name} /> },
  {
    key: 'status',
    header: 'column.status',
    sort: 'status',
    width: 172,
    cell: task => <Mark {...taskMark(task.status)} />,
  },
  {
    key: 'items',
    header: 'column.patchesDone',
    sort: 'itemsDone',
    sortFirst: 'down',
    align: 'end',
    width: 118,
    cell: task => <Items task={task} />,
  },
  {
    key: 'why',
    header: 'column.nowOrWhy',
    width: 340,
    rank: 2,
    cell: task => <Reported text={task.sentence ?? task.progress ?? ''} />,
  },
  {
    key: 'began',
    header: 'column.began',
    width: 118,
    rank: 3,
    cell: task => <Time at={task.beganAt} as="ago" never={t('jobPage.notYet')} />,
  },
  { key: 'took', header: 'column.took', width: 110, rank: 2, cell: task => <Took task={task} /> },
  {
    key: 'rebooted',
    header: 'column.rebooted',
    width: 92,
    rank: 3,
    cell: task => (task.rebooted ? 'Yes' : <span className="quiet">{t('jobPage.no')}</span>),
  },
]

function Items({ task }: { readonly task: Task }) {
  return (
    <>
      {t('progress.of', { ended: task.itemsDone, all: task.itemCount })}
      {task.itemsFailed > 0 && <span className="bad">{t('jobPage.failed', { itemsFailed: task.itemsFailed })}</span>}
    </>
  )
}

function Took({ task }: { readonly task: Task }) {
  if (task.beganAt === null || task.endedAt === null) return <span className="quiet nothing">–</span>
  return durationText(Date.parse(task.endedAt) - Date.parse(task.beganAt))
}

/** Tasks that a retry would take up. */
export const mayRetry = (task: Task): boolean =>
  !taskIsOpen(task.status) && task.status !== 'succeeded' && task.status !== 'skipped'
