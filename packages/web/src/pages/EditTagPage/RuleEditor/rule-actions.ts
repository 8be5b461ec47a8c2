import type { TagRuleProblem } from '@patchyard/api'
import type { TextKey } from '../../../i18n/text.ts'
import type { PartKind, RuleDraft } from './rule-draft.ts'

export const kindLabels: { readonly [K in PartKind]: TextKey } = {
  query: 'rule.query',
  ipRange: 'rule.ipRange',
  namePattern: 'rule.namePattern',
  os: 'rule.os',
  software: 'rule.software',
}

/** What rows and groups can do to the rule that they are part of. */
export interface RuleActions {
  change(rule: RuleDraft): void
  remove(id: number): void
  /** A number for a new row. */
  readonly nextId: number
  readonly problems: readonly TagRuleProblem[]
}
