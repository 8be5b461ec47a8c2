import type { TagRuleProblem } from '@patchyard/api'
import { RuleGroup } from './RuleGroup.tsx'
import { type GroupDraft, nextId, withoutRule, withRule } from './rule-draft.ts'

interface RuleEditorProps {
  readonly draft: GroupDraft
  readonly problems: readonly TagRuleProblem[]
  onChange(draft: GroupDraft): void
}

/** Writes the rule of a dynamic tag: rows and groups of which all, any or none hold. */
export function RuleEditor({ draft, problems, onChange }: RuleEditorProps) {
  return (
    <RuleGroup
      group={draft}
      path=""
      depth={1}
      place=""
      actions={{
        change: rule => onChange(withRule(draft, rule)),
        remove: id => onChange(withoutRule(draft, id)),
        nextId: nextId(draft),
        problems,
      }}
    />
  )
}
