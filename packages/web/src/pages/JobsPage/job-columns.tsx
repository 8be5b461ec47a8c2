import type { Job } from '@patchyard/api'
import { Count } from '../../components/Count/Count.tsx'
import type { Column } from '../../components/DataTable/column.ts'
import { ProgressCell } from '../../components/Progress/ProgressCell.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { jobMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { shownText } from '../../text/shown-text.ts'

export const jobColumns: readonly Column<Job>[] = [
  { key: 'name', header: 'Job', sort: 'name', cell: job => <Reported text={job.name} /> },
  { key: 'status', header: 'Status', sort: 'status', width: 128, cell: job => <Mark {...jobMark(job.status)} /> },
  { key: 'progress', header: 'Progress', width: 262, cell: job => <ProgressCell tasks={job.tasks} /> },
  {
    key: 'patches',
    header: 'Patches',
    sort: 'patchCount',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    cell: job => <Count value={job.patchCount} />,
  },
  {
    key: 'assets',
    header: 'Assets',
    sort: 'assetCount',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    cell: job => <Count value={job.assetCount} />,
  },
  { key: 'schedule', header: 'Schedule', width: 116, rank: 3, cell: job => scheduleLabel(job.scheduleType) },
  { key: 'owner', header: 'Owner', sort: 'owner', width: 170, rank: 3, cell: job => <Reported text={job.owner} /> },
  {
    key: 'lastRun',
    header: 'Last run',
    sort: 'lastRunAt',
    sortFirst: 'down',
    width: 118,
    rank: 2,
    cell: job => <Time at={job.lastRunAt} as="ago" never="Never" />,
  },
  {
    key: 'created',
    header: 'Created',
    sort: 'createdAt',
    sortFirst: 'down',
    width: 178,
    rank: 2,
    cell: job => <Time at={job.createdAt} />,
  },
]

const schedules: ReadonlyMap<string, string> = new Map([
  ['onDemand', 'On Demand'],
  ['once', 'Once'],
])
const scheduleLabel = (type: string): string => schedules.get(type) ?? shownText(type, 40)
