import type { TagRuleGroup } from '@patchyard/api'
import { Button, NativeSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type TextKey, t } from '../../../i18n/text.ts'
import { DEEPEST, emptyPart, type GroupDraft, MOST_RULES, partKinds, type RuleDraft } from './rule-draft.ts'
import { RemoveRule } from './RemoveRule.tsx'
import css from './RuleEditor.module.css'
import { kindLabels, type RuleActions } from './rule-actions.ts'
import { RuleProblems } from './RuleProblems.tsx'
import { RuleRow } from './RuleRow.tsx'

const matchLabels: { readonly [M in TagRuleGroup['match']]: TextKey } = {
  all: 'rule.all',
  any: 'rule.any',
  none: 'rule.none',
}
interface RuleGroupProps {
  readonly group: GroupDraft
  /** JSON pointer of the group in the rule. */
  readonly path: string
  /** 1: the outermost. */
  readonly depth: number
  /** "1.2": its place, for the names of its parts. */
  readonly place: string
  readonly actions: RuleActions
}

/** Rows and groups of which all, any or none must hold. */
export function RuleGroup({ group, path, depth, place, actions }: RuleGroupProps) {
  const add = (rule: RuleDraft): void => actions.change({ ...group, rules: [...group.rules, rule] })
  const isFull = group.rules.length >= MOST_RULES
  const own = actions.problems.filter(problem => problem.path === path)
  return (
    <fieldset className={css.group} data-outer={depth === 1 || undefined}>
      <legend className={css.legend}>{depth === 1 ? t('rule.outer') : t('rule.groupAt', { place })}</legend>
      <div className={css.match}>
        <NativeSelect
          size="xs"
          aria-label={t('rule.matchOf', { place: depth === 1 ? t('rule.outer') : t('rule.groupAt', { place }) })}
          data={(['all', 'any', 'none'] as const).map(value => ({ value, label: t(matchLabels[value]) }))}
          value={group.match}
          onChange={event => actions.change({ ...group, match: event.currentTarget.value as TagRuleGroup['match'] })}
        />
        {depth > 1 && <RemoveRule name={t('rule.groupAt', { place })} onRemove={() => actions.remove(group.id)} />}
      </div>
      <RuleProblems problems={own} />
      {group.rules.map((rule, n) => {
        const at = { path: `${path}/rules/${n}`, place: place === '' ? `${n + 1}` : `${place}.${n + 1}`, actions }
        return rule.kind === 'group' ? (
          <RuleGroup key={rule.id} group={rule} depth={depth + 1} {...at} />
        ) : (
          <RuleRow key={rule.id} part={rule} {...at} />
        )
      })}
      {group.rules.length === 0 && <p className={css.empty}>{t('rule.emptyGroup')}</p>}
      <div className={css.adds}>
        {partKinds.map(kind => (
          <Button
            key={kind}
            size="compact-xs"
            variant="default"
            disabled={isFull}
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => add(emptyPart(kind, actions.nextId))}
          >
            {t(kindLabels[kind])}
          </Button>
        ))}
        {depth < DEEPEST && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={isFull}
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() =>
              add({
                id: actions.nextId,
                kind: 'group',
                match: 'any',
                rules: [emptyPart('query', actions.nextId + 1)],
              })
            }
          >
            {t('rule.group')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
