import type { TagRule, TagRuleGroup, TagRulePart } from '@patchyard/api'

/** A rule while it is written: each row and group has a number of its own, so that it stays itself when others go. */
export type PartDraft = TagRulePart & { readonly id: number }
export interface GroupDraft {
  readonly id: number
  readonly kind: 'group'
  readonly match: TagRuleGroup['match']
  readonly rules: readonly RuleDraft[]
}
export type RuleDraft = PartDraft | GroupDraft

/** How deep groups may stand in groups, the outermost counted. */
export const DEEPEST = 4
export const MOST_RULES = 50
export const partKinds = ['query', 'ipRange', 'namePattern', 'os', 'software'] as const
export type PartKind = (typeof partKinds)[number]

/** A row of a kind with nothing in it. */
export function emptyPart(kind: PartKind, id: number): PartDraft {
  switch (kind) {
    case 'query':
      return { id, kind, query: '' }
    case 'ipRange':
      return { id, kind, range: '' }
    case 'namePattern':
      return { id, kind, pattern: '' }
    case 'os':
      return { id, kind, os: '' }
    case 'software':
      return { id, kind, name: '' }
  }
}

/** What a row holds that must not be empty. */
export function textOfPart(part: TagRulePart): string {
  switch (part.kind) {
    case 'query':
      return part.query
    case 'ipRange':
      return part.range
    case 'namePattern':
      return part.pattern
    case 'os':
      return part.os
    case 'software':
      return part.name
  }
}

/** A stored rule to write on; one that is no group becomes the only row of one, which means the same. */
export function draftOf(rule: TagRule | null): GroupDraft {
  let next = 0
  const read = (one: TagRule): RuleDraft => {
    next += 1
    const id = next
    return one.kind === 'group' ? { ...one, id, rules: one.rules.map(read) } : { ...one, id }
  }
  if (rule?.kind === 'group') return read(rule) as GroupDraft
  return { id: 0, kind: 'group', match: 'all', rules: rule === null ? [emptyPart('query', 1)] : [read(rule)] }
}

const allOf = (draft: RuleDraft): readonly RuleDraft[] =>
  draft.kind === 'group' ? [draft, ...draft.rules.flatMap(allOf)] : [draft]

/** A number that no row has yet. */
export const nextId = (draft: RuleDraft): number => Math.max(...allOf(draft).map(one => one.id)) + 1

/** The draft with one row or group in place of that with the same number. */
export function withRule(draft: GroupDraft, rule: RuleDraft): GroupDraft {
  const put = (one: RuleDraft): RuleDraft =>
    one.id === rule.id ? rule : one.kind === 'group' ? { ...one, rules: one.rules.map(put) } : one
  return put(draft) as GroupDraft
}

export function withoutRule(draft: GroupDraft, id: number): GroupDraft {
  const take = (group: GroupDraft): GroupDraft => ({
    ...group,
    rules: group.rules.filter(one => one.id !== id).map(one => (one.kind === 'group' ? take(one) : one)),
  })
  return take(draft)
}

/** The rule as the server takes it; null while a row or group is empty. */
export function ruleOf(draft: RuleDraft): TagRule | null {
  if (draft.kind === 'group') {
    const rules = draft.rules.map(ruleOf)
    if (rules.length === 0 || rules.includes(null)) return null
    return { kind: 'group', match: draft.match, rules: rules as TagRule[] }
  }
  if (textOfPart(draft).trim() === '') return null
  const { id: _, ...part } = draft
  if (part.kind !== 'software') return part
  const version = part.version?.trim() ?? ''
  return version === ''
    ? { kind: 'software', name: part.name }
    : { kind: 'software', name: part.name, operator: part.operator ?? '=', version }
}
