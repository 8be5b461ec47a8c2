import { check } from '@patchyard/query'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { EditorHandle } from '../../../components/QueryBox/QueryEditor.tsx'
import { QueryBox } from '../../../components/QueryBox/QueryBox.tsx'
import { t } from '../../../i18n/text.ts'
import { RemoveRule } from './RemoveRule.tsx'
import { kindLabels, type RuleActions } from './rule-actions.ts'
import css from './RuleEditor.module.css'
import { RuleProblems } from './RuleProblems.tsx'
import { RuleText } from './RuleText.tsx'
import { SoftwareFields } from './SoftwareFields.tsx'
import type { PartDraft } from './rule-draft.ts'

interface RuleRowProps {
  readonly part: PartDraft
  readonly path: string
  readonly place: string
  readonly actions: RuleActions
}

/** One row of a rule: its kind, what it asks, and beneath what is wrong with that. */
export function RuleRow({ part, path, place, actions }: RuleRowProps) {
  const name = t('rule.rowAt', { kind: t(kindLabels[part.kind]), place })
  // The query box tells what the language itself refuses, with ways to mend it.
  const isToldAbove = part.kind === 'query' && check(part.query, { entity: 'asset' }).errors.length > 0
  const problems = isToldAbove ? [] : actions.problems.filter(problem => problem.path.startsWith(`${path}/`))
  return (
    <div className={css.row} role="group" aria-label={name}>
      <span className={css.kind}>{t(kindLabels[part.kind])}</span>
      <div className={css.fields}>
        <Fields part={part} name={name} change={actions.change} />
        <RuleProblems problems={problems} />
      </div>
      <RemoveRule name={name} onRemove={() => actions.remove(part.id)} />
    </div>
  )
}

interface FieldsProps {
  readonly part: PartDraft
  readonly name: string
  change(part: PartDraft): void
}

function Fields({ part, name, change }: FieldsProps) {
  switch (part.kind) {
    case 'query':
      return <QueryField part={part} name={name} change={change} />
    case 'software':
      return <SoftwareFields part={part} name={name} change={change} />
    case 'ipRange':
      return (
        <RuleText
          label={name}
          hint={t('rule.ipHint')}
          most={100}
          value={part.range}
          onChange={range => change({ ...part, range })}
        />
      )
    case 'namePattern':
      return (
        <RuleText
          label={name}
          hint={t('rule.nameHint')}
          most={500}
          value={part.pattern}
          onChange={pattern => change({ ...part, pattern })}
        />
      )
    case 'os':
      return (
        <RuleText
          label={name}
          hint={t('rule.osHint')}
          most={500}
          value={part.os}
          onChange={os => change({ ...part, os })}
        />
      )
  }
}

interface QueryFieldProps {
  readonly part: Extract<PartDraft, { kind: 'query' }>
  readonly name: string
  change(part: PartDraft): void
}

function QueryField({ part, name, change }: QueryFieldProps) {
  const box = useRef<EditorHandle>(null)
  // The box keeps what is written; what stood there in the beginning is what it compares with.
  const [before] = useState(part.query)
  return (
    <QueryBox
      entity="asset"
      label={name}
      hint={t('query.assetHint')}
      query={before}
      handle={box}
      icon={<IconSearch size={15} aria-hidden />}
      onDraft={query => change({ ...part, query })}
      onRun={query => change({ ...part, query })}
      onLeave={() => {}}
    />
  )
}
