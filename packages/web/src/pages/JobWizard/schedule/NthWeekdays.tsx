import {
  type MonthlyWeekdaysSchedule,
  type Nth,
  nths,
  type NthWeekday,
  type TimedSchedule,
  weekdays,
} from '@patchyard/domain'
import { Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type TextKey, t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { dayLabels } from '../../../text/day-labels.ts'

interface NthWeekdaysProps {
  readonly schedule: MonthlyWeekdaysSchedule
  put(schedule: TimedSchedule): void
}

const nthLabels: { readonly [N in Nth]: TextKey } = {
  1: 'wizard.first',
  2: 'wizard.second',
  3: 'wizard.third',
  4: 'wizard.fourth',
  5: 'wizard.fifth',
  last: 'wizard.last',
}

/** One or several weekdays with their place in the month. */
export function NthWeekdays({ schedule, put }: NthWeekdaysProps) {
  const chosen = schedule.weekdays
  const change = (next: readonly NthWeekday[]): void => put({ ...schedule, weekdays: next })
  return (
    <div className={css.stack}>
      {chosen.map((one, n) => (
        <div key={n} className={css.row} role="group" aria-label={t('wizard.weekdayAt', { place: n + 1 })}>
          <NativeSelect
            label={t('wizard.nth')}
            data={nths.map(nth => ({ value: String(nth), label: t(nthLabels[nth]) }))}
            value={String(one.nth)}
            onChange={event => {
              const nth = nths.find(value => String(value) === event.currentTarget.value) ?? 1
              change(chosen.map((other, i) => (i === n ? { ...other, nth } : other)))
            }}
          />
          <NativeSelect
            label={t('wizard.weekday')}
            data={weekdays.map(day => ({ value: day, label: t(dayLabels[day]) }))}
            value={one.weekday}
            onChange={event => {
              const weekday = weekdays.find(day => day === event.currentTarget.value) ?? 'monday'
              change(chosen.map((other, i) => (i === n ? { ...other, weekday } : other)))
            }}
          />
          {chosen.length > 1 && (
            <Button
              variant="default"
              aria-label={t('wizard.removeWeekday', { place: n + 1 })}
              onClick={() => change(chosen.filter((_, i) => i !== n))}
            >
              {t('wizard.remove')}
            </Button>
          )}
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={chosen.length >= 20}
          onClick={() => change([...chosen, { nth: 1, weekday: 'monday' }])}
        >
          {t('wizard.anotherWeekday')}
        </Button>
      </div>
    </div>
  )
}
