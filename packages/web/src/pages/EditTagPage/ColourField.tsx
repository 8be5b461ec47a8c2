import { Radio } from '@mantine/core'
import { TagDot } from '../../components/Tags/TagChip.tsx'
import { type TextKey, t } from '../../i18n/text.ts'
import css from './EditTagPage.module.css'

const colours: readonly { readonly value: string; readonly label: TextKey }[] = [
  { value: '', label: 'tagColour.none' },
  { value: '#c92a2a', label: 'tagColour.red' },
  { value: '#e8590c', label: 'tagColour.orange' },
  { value: '#f08c00', label: 'tagColour.yellow' },
  { value: '#2f9e44', label: 'tagColour.green' },
  { value: '#0c8599', label: 'tagColour.cyan' },
  { value: '#1971c2', label: 'tagColour.blue' },
  { value: '#6741d9', label: 'tagColour.violet' },
  { value: '#c2255c', label: 'tagColour.pink' },
  { value: '#495057', label: 'tagColour.grey' },
]

interface ColourFieldProps {
  readonly value: string
  onChange(colour: string): void
}

/** A colour by its name; one that the API was given and that has no name here stays as it is. */
export function ColourField({ value, onChange }: ColourFieldProps) {
  const isOwn = !colours.some(colour => colour.value === value)
  const shown = isOwn ? [...colours, { value, label: 'tagColour.own' as const }] : colours
  return (
    <Radio.Group label={t('tag.colour')} value={value} onChange={onChange}>
      <div className={css.colours}>
        {shown.map(colour => (
          <Radio
            key={colour.value}
            value={colour.value}
            label={
              <>
                <TagDot colour={colour.value} /> {t(colour.label)}
              </>
            }
          />
        ))}
      </div>
    </Radio.Group>
  )
}
