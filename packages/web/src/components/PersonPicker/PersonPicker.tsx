import type { Person } from '@patchyard/api'
import { roleLabels } from '@patchyard/domain'
import { useList } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Picker } from '../Picker/Picker.tsx'
import { usePicker } from '../Picker/use-picker.ts'
import { Reported } from '../Reported/Reported.tsx'

const MOST_OFFERED = 6
/** So many are read that leaving some out still fills the offers. */
const MOST_READ = 30

interface PersonPickerProps {
  readonly label: string
  readonly chosen: Person | null
  onChoose(person: Person | null): void
  /** Who fits here; others are not offered. */
  fits?(person: Person): boolean
}

/** Chooses one person of the subscription by a part of the name or address. */
export function PersonPicker({ label, chosen, onChoose, fits = everybody }: PersonPickerProps) {
  const picking = usePicker()
  const { search } = picking
  const list = useList(
    'listPeople',
    { query: { sort: 'name', ...(search === '' ? {} : { search }) } },
    { limit: MOST_READ, enabled: chosen === null },
  )
  return (
    <Picker<Person>
      picking={picking}
      label={label}
      chosenLabel={label}
      chosen={
        chosen && (
          <>
            <Reported text={chosen.name} wrap />
            <p>
              <Reported text={chosen.email} wrap />
            </p>
          </>
        )
      }
      another={t('personPicker.another')}
      found={list.rows.filter(fits).slice(0, MOST_OFFERED)}
      list={list}
      offersLabel={t('personPicker.offers')}
      noneFound={t('personPicker.noneFound')}
      onChoose={onChoose}
      renderOffer={person => (
        <>
          <bdi>{shownText(person.name, 120)}</bdi>
          <span className="quiet">
            <bdi>{shownText(person.email, 120)}</bdi>, {person.roles.map(role => roleLabels[role]).join(', ')}
          </span>
        </>
      )}
    />
  )
}

const everybody = (): boolean => true
