import type { MonthlyDatesSchedule, TimedSchedule } from '@patchyard/domain'
import { Checkbox } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'

interface MonthDatesProps {
  readonly schedule: MonthlyDatesSchedule
  put(schedule: TimedSchedule): void
}

const dates = Array.from({ length: 31 }, (_, i) => i + 1)

/** Dates of the month, and its last day. */
export function MonthDates({ schedule, put }: MonthDatesProps) {
  return (
    <fieldset className={css.group}>
      <legend>{t('wizard.dates')}</legend>
      <div className={css.dates}>
        {dates.map(date => (
          <Checkbox
            key={date}
            label={String(date)}
            checked={schedule.dates.includes(date)}
            onChange={event => {
              const isOn = event.currentTarget.checked
              put({ ...schedule, dates: dates.filter(one => (one === date ? isOn : schedule.dates.includes(one))) })
            }}
          />
        ))}
      </div>
      <div className={css.stack}>
        <Checkbox
          label={t('wizard.lastDay')}
          checked={schedule.lastDay}
          onChange={event => put({ ...schedule, lastDay: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  )
}
