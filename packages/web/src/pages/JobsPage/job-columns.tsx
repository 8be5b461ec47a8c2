import type { Job } from '@patchyard/api'
import { IconLock, IconUserOff } from '@tabler/icons-react'
import { Count } from '../../components/Count/Count.tsx'
import type { Column } from '../../components/DataTable/column.ts'
import { NeedsOwner } from '../../components/JobOwner/NeedsOwner.tsx'
import { ProgressCell } from '../../components/Progress/ProgressCell.tsx'
import { NameList } from '../../components/NameList/NameList.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { jobMark } from '../../components/Status/state-marks.ts'
import { Time } from '../../components/Time/Time.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { missingText } from '../JobWizard/review/missing-text.ts'
import { statusReasons } from '../JobPage/status-reasons.ts'
import css from './job-columns.module.css'

export const jobColumns: readonly Column<Job>[] = [
  { key: 'name', header: 'column.job', sort: 'name', cell: job => <JobName job={job} /> },
  {
    key: 'status',
    header: 'column.status',
    sort: 'status',
    width: 128,
    cell: job => <Mark {...jobMark(job.status)} title={statusTitle(job)} />,
  },
  { key: 'progress', header: 'column.progress', width: 262, cell: job => <ProgressCell tasks={job.tasks} /> },
  {
    key: 'patches',
    header: 'column.patches',
    sort: 'patchCount',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    cell: job =>
      job.patchCount === 0 && !job.missing.includes('patches') ? eachRun() : <Count value={job.patchCount} />,
  },
  {
    key: 'assets',
    header: 'column.assets',
    sort: 'assetCount',
    sortFirst: 'down',
    align: 'end',
    width: 84,
    cell: job => (job.assetCount === 0 && job.tags.length > 0 ? eachRun() : <Count value={job.assetCount} />),
  },
  {
    key: 'schedule',
    header: 'column.schedule',
    sort: 'scheduleType',
    width: 190,
    rank: 2,
    cell: job => (
      <Reported
        text={job.scheduleType === 'onDemand' ? '' : (job.schedule ?? '')}
        instead={scheduleLabel(job.scheduleType)}
      />
    ),
  },
  {
    key: 'nextRun',
    header: 'column.nextRun',
    sort: 'nextRun',
    width: 170,
    rank: 3,
    cell: job => <Time at={job.nextRunAt} />,
  },
  {
    key: 'tags',
    header: 'column.tags',
    width: 150,
    rank: 3,
    cell: job => <NameList names={job.tags} />,
  },
  {
    key: 'owner',
    header: 'column.owner',
    sort: 'owner',
    width: 170,
    rank: 3,
    cell: job =>
      job.needsOwner ? <NeedsOwner /> : <Reported text={job.owner ?? ''} instead={t('jobPeople.nobodyYet')} />,
  },
  {
    key: 'lastRun',
    header: 'column.lastRun',
    sort: 'lastRun',
    sortFirst: 'down',
    width: 118,
    rank: 2,
    cell: job => <Time at={job.lastRunAt} as="ago" never={t('time.never')} />,
  },
  {
    key: 'created',
    header: 'column.created',
    sort: 'created',
    sortFirst: 'down',
    width: 178,
    rank: 3,
    cell: job => <Time at={job.createdAt} />,
  },
  {
    key: 'modified',
    header: 'column.changed',
    sort: 'modified',
    sortFirst: 'down',
    width: 178,
    isExtra: true,
    cell: job => <Time at={job.modifiedAt} />,
  },
  {
    key: 'platform',
    header: 'column.platform',
    sort: 'platform',
    width: 96,
    isExtra: true,
    cell: job => <Reported text={job.platform} />,
  },
]

/** A query, another job or tags say it anew before each run. */
const eachRun = () => (
  <span className="quiet" title={t('job.eachRunMore')}>
    {t('job.eachRun')}
  </span>
)

/** Why it stands so, where that can be said: what a draft lacks, or that the licence ended. */
function statusTitle(job: Job): string | undefined {
  if (job.missing.length > 0) return t('jobPage.lacks', { missing: missingText(job.missing) })
  const reason = statusReasons.get(job.statusReason ?? '')
  return reason === undefined ? undefined : t(reason)
}

const schedules: ReadonlyMap<string, TextKey> = new Map([
  ['none', 'schedule.none'],
  ['onDemand', 'schedule.onDemand'],
  ['once', 'schedule.once'],
  ['daily', 'schedule.daily'],
  ['weekly', 'schedule.weekly'],
  ['monthly', 'schedule.monthly'],
])
function scheduleLabel(type: string): string {
  const key = schedules.get(type)
  return key === undefined ? shownText(type, 40) : t(key)
}

/** Rows of all jobs are there for everybody; a lock stands before those that open for others only, another mark before those without an owner. */
function JobName({ job }: { readonly job: Job }) {
  if (job.mayOpen && !job.needsOwner) return <Reported text={job.name} />
  return (
    <span className={css.marked}>
      {!job.mayOpen && (
        <span title={t('jobPeople.closed')} className={css.mark}>
          <IconLock size={14} role="img" aria-label={t('jobPeople.closed')} />
        </span>
      )}
      {job.needsOwner && (
        <span title={t('jobPeople.needsOwner')} className={css.mark} data-warns>
          <IconUserOff size={14} role="img" aria-label={t('jobPeople.needsOwner')} />
        </span>
      )}
      <Reported text={job.name} />
    </span>
  )
}
