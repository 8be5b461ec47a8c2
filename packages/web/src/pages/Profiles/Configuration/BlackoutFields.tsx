import { weekdays } from '@patchyard/domain'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import css from '../Profiles.module.css'
import type { BlackoutForm } from './document-form.ts'
import { dayLabels } from '../../../text/day-labels.ts'

interface BlackoutFieldsProps {
  readonly blackout: BlackoutForm
  /** 1, 2, 3 … */
  readonly place: number
  readonly isWrong: boolean
  change(blackout: BlackoutForm): void
  remove(): void
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** One weekly window in which no task begins. */
export function BlackoutFields({ blackout, place, isWrong, change, remove }: BlackoutFieldsProps) {
  const known = blackout.zone === '' || zones.includes(blackout.zone) ? zones : [blackout.zone, ...zones]
  return (
    <fieldset className={css.window}>
      <legend>{t('profiles.blackoutAt', { place })}</legend>
      <div className={css.days}>
        {weekdays.map(day => (
          <Checkbox
            key={day}
            label={t(dayLabels[day])}
            checked={blackout.days.includes(day)}
            onChange={event => {
              const isOn = event.currentTarget.checked
              const days = weekdays.filter(one => (one === day ? isOn : blackout.days.includes(one)))
              change({ ...blackout, days })
            }}
          />
        ))}
      </div>
      <div className={css.times}>
        <TextInput
          type="time"
          label={t('profiles.from')}
          value={blackout.from}
          onChange={event => change({ ...blackout, from: event.currentTarget.value })}
        />
        <TextInput
          label={t('profiles.lasts')}
          inputMode="decimal"
          value={blackout.hours}
          onChange={event => change({ ...blackout, hours: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('profiles.zone')}
          data={[
            { value: '', label: t('profiles.ownZone') },
            ...known.map(zone => ({ value: zone, label: shownText(zone, 80) })),
          ]}
          value={blackout.zone}
          onChange={event => change({ ...blackout, zone: event.currentTarget.value })}
        />
        <Button
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          aria-label={t('profiles.removeBlackout', { place })}
          onClick={remove}
        >
          {t('profiles.remove')}
        </Button>
      </div>
      {isWrong && (
        <p className="bad" role="status">
          {t('profiles.blackoutWrong')}
        </p>
      )}
    </fieldset>
  )
}
