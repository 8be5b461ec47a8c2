import { type TextKey, t } from '../../i18n/text.ts'
import { statusFilter } from '../../query/finding-status.ts'
import { ChoiceFilter } from '../ListToolbar/ChoiceFilter.tsx'

interface StatusFilterProps {
  readonly value: string
  /** Of a past instant, of which the latest is not known. */
  readonly past?: boolean
  onChange(value: string): void
}

const labels: { readonly [S in (typeof statusFilter)[number]]: TextKey } = {
  all: 'status.all',
  missing: 'status.missing',
  installed: 'status.installed',
  latestMissing: 'status.latestMissing',
}

/** Only what has findings in one state. */
export const StatusFilter = ({ value, past = false, onChange }: StatusFilterProps) => (
  <ChoiceFilter
    label={t('status.label')}
    choices={statusFilter
      .filter(one => !past || one !== 'latestMissing')
      .map(one => ({ value: one, label: t(labels[one]) }))}
    value={past && value === 'latestMissing' ? 'missing' : value}
    onChange={onChange}
  />
)
