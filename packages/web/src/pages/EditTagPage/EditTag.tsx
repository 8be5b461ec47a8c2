import type { TagRule } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import css from './EditTagPage.module.css'
import { RuleEditor } from './RuleEditor/RuleEditor.tsx'
import { ruleOf } from './RuleEditor/rule-draft.ts'
import { RulePreview } from './RulePreview.tsx'
import { TagFields } from './TagFields.tsx'
import type { TagForm } from './tag-form.ts'

const PAUSE_MS = 500
/** Asked for nothing: the question is not sent. */
const noRule: TagRule = { kind: 'namePattern', pattern: '*' }

interface EditTagProps {
  readonly start: TagForm
  /** The tag that is changed; null: a new one. */
  readonly id: string | null
  readonly save: string
  readonly back: string
  readonly busy: boolean
  readonly error: unknown
  /** Whether the form can be sent as it stands. */
  isReady(form: TagForm): boolean
  onSave(form: TagForm): void
  readonly children?: ReactNode
}

/** Writes a tag: its fields, and for a dynamic one the rule with what it finds beside it. */
export function EditTag(props: EditTagProps) {
  const { id } = props
  const [form, setForm] = useState(props.start)
  const isDynamic = form.kind === 'dynamic'
  const rule = isDynamic ? ruleOf(form.rule) : null
  const text = JSON.stringify(rule)
  const [rested] = useDebouncedValue(text, PAUSE_MS)
  const asked = JSON.parse(rested) as TagRule | null
  const preview = useApi(
    'previewTagRule',
    { body: { rule: asked ?? noRule, ...(id === null ? {} : { tag: id }) } },
    { enabled: asked !== null, keepsBefore: true },
  )
  const isBehind = rested !== text || preview.isPlaceholderData
  const told = rule === null || asked === null ? null : (preview.data ?? null)
  return (
    <form
      className={css.columns}
      data-alone={!isDynamic || undefined}
      onSubmit={event => {
        event.preventDefault()
        if (props.isReady(form)) props.onSave(form)
      }}
    >
      <div className={css.form}>
        {props.children}
        <Panel title={t('tag.tag')}>
          <TagFields form={form} id={id} change={part => setForm({ ...form, ...part })} />
        </Panel>
        {isDynamic && (
          <Panel title={t('tag.rule')}>
            <RuleEditor
              draft={form.rule}
              problems={isBehind ? [] : (told?.errors ?? [])}
              onChange={draft => setForm({ ...form, rule: draft })}
            />
          </Panel>
        )}
        <FailureLine error={props.error} />
        <Buttons>
          <Button component={Link} to={props.back} variant="default">
            {t('common.goBack')}
          </Button>
          <Button type="submit" loading={props.busy} disabled={!props.isReady(form) || (told?.errors.length ?? 0) > 0}>
            {props.save}
          </Button>
        </Buttons>
      </div>
      {isDynamic && (
        <div className={css.side}>
          <RulePreview preview={told} error={preview.error} isFinished={rule !== null} isBehind={isBehind} />
        </div>
      )}
    </form>
  )
}
