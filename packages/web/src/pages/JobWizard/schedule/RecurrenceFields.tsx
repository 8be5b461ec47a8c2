import { type RecurringSchedule, scheduleLimits, type TimedSchedule, weekdays } from '@patchyard/domain'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type TextKey, t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { dayLabels } from '../../../text/day-labels.ts'
import { type MonthlyBy, type Repeats, repeatsOf, withType } from './change-schedule.ts'
import { MonthDates } from './MonthDates.tsx'
import { NthWeekdays } from './NthWeekdays.tsx'

interface RecurrenceFieldsProps {
  readonly schedule: RecurringSchedule
  put(schedule: TimedSchedule): void
}

const repeatLabels: { readonly [R in Repeats]: TextKey } = {
  daily: 'schedule.daily',
  weekly: 'schedule.weekly',
  monthly: 'schedule.monthly',
}
const units: { readonly [R in Repeats]: TextKey } = {
  daily: 'wizard.unitDays',
  weekly: 'wizard.unitWeeks',
  monthly: 'wizard.unitMonths',
}
const monthly: readonly { readonly value: MonthlyBy; readonly label: TextKey }[] = [
  { value: 'monthlyDates', label: 'wizard.dayOfMonth' },
  { value: 'monthlyWeekdays', label: 'wizard.dayOfWeek' },
  { value: 'patchTuesday', label: 'wizard.patchTuesday' },
]

/** How a job repeats. */
export function RecurrenceFields({ schedule, put }: RecurrenceFieldsProps) {
  const { problemAt } = useWizard()
  const repeats = repeatsOf(schedule) ?? 'daily'
  return (
    <fieldset className={css.set}>
      <legend>{t('wizard.recurrence')}</legend>
      <div className={css.pairs}>
        <NativeSelect
          label={t('wizard.repeats')}
          data={(['daily', 'weekly', 'monthly'] as const).map(value => ({ value, label: t(repeatLabels[value]) }))}
          value={repeats}
          onChange={event => {
            const next = event.currentTarget.value
            if (next === 'daily' || next === 'weekly') put(withType(schedule, next))
            else put(withType(schedule, 'monthlyDates'))
          }}
        />
        <NumberField
          label={t('wizard.every')}
          unit={t(units[repeats])}
          error={problemAt('/schedule/every')}
          value={schedule.every}
          onChange={every => put({ ...schedule, every: every ?? Number.NaN })}
        />
        <TextInput
          type="date"
          label={t('wizard.until')}
          description={t('wizard.untilMore')}
          error={problemAt('/schedule/until')}
          value={schedule.until ?? ''}
          onChange={event =>
            put({ ...schedule, until: event.currentTarget.value === '' ? null : event.currentTarget.value })
          }
        />
      </div>
      {repeats === 'monthly' && (
        <Choice<MonthlyBy>
          label={t('wizard.on')}
          inLine
          value={schedule.type === 'daily' || schedule.type === 'weekly' ? null : schedule.type}
          choices={monthly.map(({ value, label }) => ({ value, label: t(label) }))}
          onChange={type => put(withType(schedule, type))}
        />
      )}
      {schedule.type === 'weekly' && (
        <fieldset className={css.group}>
          <legend>{t('wizard.weekdays')}</legend>
          <div className={css.days}>
            {weekdays.map(day => (
              <Checkbox
                key={day}
                label={t(dayLabels[day])}
                checked={schedule.days.includes(day)}
                onChange={event => {
                  const isOn = event.currentTarget.checked
                  put({
                    ...schedule,
                    days: weekdays.filter(one => (one === day ? isOn : schedule.days.includes(one))),
                  })
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      {schedule.type === 'monthlyDates' && <MonthDates schedule={schedule} put={put} />}
      {schedule.type === 'monthlyWeekdays' && <NthWeekdays schedule={schedule} put={put} />}
      {schedule.type === 'patchTuesday' && (
        <NumberField
          label={t('wizard.offsetDays')}
          description={t('wizard.offsetDaysMore', scheduleLimits.offsetDays)}
          unit={t('wizard.unitDays')}
          error={problemAt('/schedule/offsetDays')}
          value={schedule.offsetDays}
          onChange={offsetDays => put({ ...schedule, offsetDays: offsetDays ?? Number.NaN })}
        />
      )}
    </fieldset>
  )
}
