import type { MatchMode } from '@patchyard/domain'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'

interface MatchChoiceProps {
  readonly label: string
  readonly value: MatchMode
  onChange(value: MatchMode): void
}

/** One of several tags, or each of them. */
export const MatchChoice = ({ label, value, onChange }: MatchChoiceProps) => (
  <Choice
    label={label}
    inLine
    value={value}
    choices={[
      { value: 'any', label: t('wizard.any') },
      { value: 'all', label: t('wizard.all') },
    ]}
    onChange={onChange}
  />
)
