import { NativeSelect, TextInput } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import css from './RuleEditor.module.css'
import type { PartDraft } from './rule-draft.ts'

type SoftwarePart = Extract<PartDraft, { kind: 'software' }>
const softwareOperators = ['=', '<', '<=', '>', '>='] as const satisfies readonly SoftwarePart['operator'][]

interface SoftwareFieldsProps {
  readonly part: SoftwarePart
  readonly name: string
  change(part: SoftwarePart): void
}

/** A package by its name, and which versions of it. */
export function SoftwareFields({ part, name, change }: SoftwareFieldsProps) {
  const operator = part.operator ?? '='
  return (
    <div className={css.software}>
      <TextInput
        size="xs"
        className={css.package ?? ''}
        aria-label={t('rule.packageOf', { name })}
        placeholder={t('rule.package')}
        maxLength={500}
        value={part.name}
        onChange={event => change({ ...part, name: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('rule.compareOf', { name })}
        data={[...softwareOperators]}
        value={operator}
        onChange={event =>
          change({ ...part, operator: softwareOperators.find(one => one === event.currentTarget.value) ?? '=' })
        }
      />
      <TextInput
        size="xs"
        className={css.version ?? ''}
        aria-label={t('rule.versionOf', { name })}
        placeholder={t('rule.anyVersion')}
        maxLength={200}
        value={part.version ?? ''}
        onChange={event => change({ ...part, operator, version: event.currentTarget.value })}
      />
    </div>
  )
}
