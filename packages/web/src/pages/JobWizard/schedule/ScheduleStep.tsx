import { isRecurring, type Schedule, scheduleSummary, type TimedSchedule } from '@patchyard/domain'
import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePorts } from '../../../api/ports.ts'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { Problems } from '../steps/Problems.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { onceAt, usualStart, withStart, withType } from './change-schedule.ts'
import { localWall } from './local-wall.ts'
import { RecurrenceFields } from './RecurrenceFields.tsx'
import { SchedulePreview } from './SchedulePreview.tsx'
import { WindowFields } from './WindowFields.tsx'
import { ZoneSelect } from './ZoneSelect.tsx'

/** Choices of several boxes. */
const membersWithoutField = ['/schedule/days', '/schedule/dates', '/schedule/lastDay', '/schedule/weekdays']

/** When the job runs, how long it may, and what that comes to. */
export function ScheduleStep() {
  const { state, edit, problemAt } = useWizard()
  const { clock } = usePorts()
  const { schedule } = state.definition
  // The timed schedule of before comes back when one looks at "On Demand" and returns.
  const [timed, setTimed] = useState<Schedule | null>(schedule?.type === 'onDemand' ? null : schedule)
  const put = (next: Schedule): void => {
    if (next.type !== 'onDemand') setTimed(next)
    edit({ schedule: next })
  }
  return (
    <>
      <Panel title={t('wizard.scheduleDeployment')}>
        <div className={css.fields}>
          <Choice
            label={t('wizard.when')}
            value={schedule === null ? null : schedule.type === 'onDemand' ? 'onDemand' : 'timed'}
            error={problemAt('/schedule')}
            choices={[
              { value: 'onDemand', label: t('wizard.onDemand'), description: t('wizard.onDemandMore') },
              { value: 'timed', label: t('wizard.schedule'), description: t('wizard.scheduleMore') },
            ]}
            onChange={value =>
              put(value === 'onDemand' ? { type: 'onDemand' } : (timed ?? onceAt(usualStart(localWall(clock.nowMs())))))
            }
          />
          {schedule !== null && schedule.type !== 'onDemand' && <TimedFields schedule={schedule} put={put} />}
          <Problems at={membersWithoutField} />
        </div>
      </Panel>
      <Panel title={t('wizard.patchingWindow')}>
        <WindowFields />
      </Panel>
      {schedule !== null && schedule.type !== 'onDemand' && <SchedulePreview schedule={schedule} />}
    </>
  )
}

interface TimedFieldsProps {
  readonly schedule: TimedSchedule
  put(schedule: TimedSchedule): void
}

function TimedFields({ schedule, put }: TimedFieldsProps) {
  const { problemAt } = useWizard()
  const [date = '', time = ''] = schedule.start.split('T')
  return (
    <>
      <div className={css.pairs}>
        <TextInput
          type="date"
          label={t('wizard.startDate')}
          error={problemAt('/schedule/start')}
          value={date}
          onChange={event => put(withStart(schedule, { date: event.currentTarget.value }))}
        />
        <TextInput
          type="time"
          label={t('wizard.startTime')}
          value={time}
          onChange={event => put(withStart(schedule, { time: event.currentTarget.value }))}
        />
        <ZoneSelect
          zone={schedule.zone}
          error={problemAt('/schedule/zone')}
          onChange={zone => put({ ...schedule, zone })}
        />
      </div>
      <Switch
        label={t('wizard.recurringJob')}
        checked={isRecurring(schedule)}
        onChange={event => put(withType(schedule, event.currentTarget.checked ? 'weekly' : 'once'))}
      />
      {isRecurring(schedule) && <RecurrenceFields schedule={schedule} put={put} />}
      <p role="status">{summaryOf(schedule)}</p>
    </>
  )
}

/** A date that is half written has no sentence yet. */
function summaryOf(schedule: TimedSchedule): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(schedule.start) ? `${scheduleSummary(schedule)}.` : ''
}
