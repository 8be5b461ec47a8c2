import type { TagChange, TagCreate, TagDetail } from '@patchyard/api'
import type { NamedTag } from '../../components/Tags/tag-tree.ts'
import { draftOf, type GroupDraft, ruleOf } from './RuleEditor/rule-draft.ts'

export interface TagForm {
  readonly name: string
  readonly description: string
  /** "#rrggbb" or empty. */
  readonly colour: string
  /** "1" to "5", or empty. */
  readonly criticality: string
  readonly parent: NamedTag | null
  readonly kind: 'static' | 'dynamic'
  readonly rule: GroupDraft
}

export const emptyForm = (parent: NamedTag | null): TagForm => ({
  name: '',
  description: '',
  colour: '',
  criticality: '',
  parent,
  kind: 'static',
  rule: draftOf(null),
})

export const formOf = (tag: TagDetail): TagForm => ({
  name: tag.name,
  description: tag.description,
  colour: tag.colour,
  criticality: tag.criticality === null ? '' : String(tag.criticality),
  parent: tag.parent,
  kind: tag.kind,
  rule: draftOf(tag.rule),
})

/** What a new tag is made of; null while it has no name or its rule is not finished. */
export function createRequest(form: TagForm): TagCreate | null {
  const rule = form.kind === 'dynamic' ? ruleOf(form.rule) : null
  if (form.name.trim() === '' || (form.kind === 'dynamic' && rule === null)) return null
  return {
    name: form.name.trim(),
    description: form.description.trim(),
    colour: form.colour,
    criticality: form.criticality === '' ? null : Number(form.criticality),
    parent: form.parent?.id ?? null,
    ...(rule === null ? {} : { rule }),
  }
}

/** Only what differs from the tag, so that nobody else's change is taken back; null while the form is not finished. */
export function changeRequest(form: TagForm, tag: TagDetail): TagChange | null {
  const wanted = createRequest(form)
  if (wanted === null) return null
  const { rule, ...rest } = wanted
  const before = createRequest(formOf(tag))
  const changed = Object.entries(rest).filter(([name, value]) => value !== (before?.[name as keyof TagCreate] ?? null))
  const ruleBefore = tag.kind === 'dynamic' ? ruleOf(draftOf(tag.rule)) : null
  const isSame = JSON.stringify(rule ?? null) === JSON.stringify(ruleBefore)
  return { ...Object.fromEntries(changed), ...(isSame ? {} : { rule: rule ?? null }) }
}
