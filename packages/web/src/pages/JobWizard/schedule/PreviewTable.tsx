import type { SchedulePreview as Answer } from '@patchyard/api'
import type { PatchWindow, TimedSchedule } from '@patchyard/domain'
import { useApi } from '../../../api/use-api.ts'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { t } from '../../../i18n/text.ts'
import { durationText } from '../../../text/instant-text.ts'
import css from '../fields/Fields.module.css'
import { Warning } from '../fields/Warning.tsx'
import { browserZone } from './local-wall.ts'
import preview from './PreviewTable.module.css'

interface PreviewTableProps {
  readonly schedule: TimedSchedule
  readonly window: PatchWindow | null
  /** Not asked while what would be asked has mistakes. */
  readonly isWrong?: boolean
}

/** The next ten runs as the server works them out, what clock changes make of them, and what one would rather know before. */
export function PreviewTable({ schedule, window, isWrong = false }: PreviewTableProps) {
  const answer = useApi(
    'previewSchedule',
    { body: { schedule, window, ...(schedule.zone === null ? { zones: [browserZone()] } : {}) } },
    { enabled: !isWrong, keepsBefore: true },
  )
  return (
    <div className={`${css.fields} ${preview.preview}`} aria-busy={answer.isFetching}>
      {schedule.zone === null && <p className="quiet">{t('wizard.previewZone', { zone: browserZone() })}</p>}
      {answer.data?.warnings.map(note => (
        <Warning key={note.code}>{note.message}</Warning>
      ))}
      {answer.data?.zones.map(zone => (
        <Runs key={zone.zone} of={zone} hasWindow={window !== null} />
      ))}
      {answer.data === undefined && answer.isFetching && <p className="quiet">{t('table.reading')}</p>}
      {isWrong && <p className="quiet">{t('wizard.mendFirst')}</p>}
      <FailureLine error={isWrong ? null : answer.error} />
    </div>
  )
}

function Runs({ of, hasWindow }: { readonly of: Answer['zones'][number]; readonly hasWindow: boolean }) {
  const hasNotes = of.runs.some(run => run.notes.length > 0)
  return (
    <SmallTable
      label={t('wizard.nextRunsIn', { zone: of.zone })}
      look="whole"
      heads={[
        t('wizard.begins'),
        t('wizard.clock'),
        ...(hasWindow ? [t('wizard.windowEnds')] : []),
        ...(hasNotes ? [t('wizard.clockChange')] : []),
      ]}
      rows={of.runs.map(run => [
        shownWall(run.wall),
        offsetText(run.offsetMinutes),
        ...(hasWindow ? [run.windowEndWall === null ? '–' : shownWall(run.windowEndWall)] : []),
        ...(hasNotes ? [run.notes.map(note => note.message).join(' ') || '–'] : []),
      ])}
      none={t('wizard.noRun')}
    />
  )
}

const weekdayNames = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' })

/** "Tue 2027-01-12 21:00". */
function shownWall(wall: string): string {
  const ms = Date.parse(`${wall}:00Z`)
  return `${Number.isNaN(ms) ? '' : weekdayNames.format(ms)} ${wall.replace('T', ' ')}`.trim()
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC'
  return `UTC ${minutes < 0 ? '−' : '+'}${durationText(Math.abs(minutes) * 60_000)}`
}
