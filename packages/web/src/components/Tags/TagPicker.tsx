import { Button } from '@mantine/core'
import { IconTag } from '@tabler/icons-react'
import type { Tag } from '@patchyard/api'
import { useId, useMemo, useState } from 'react'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import { TagChip } from './TagChip.tsx'
import css from './TagPicker.module.css'
import { TagPickerTree } from './TagPickerTree.tsx'
import { broughtBy, type NamedTag } from './tag-tree.ts'
import { useTags } from './use-tags.ts'

export interface TagPickerProps {
  readonly label: string
  readonly description?: string
  readonly value: readonly NamedTag[]
  onChange(tags: readonly NamedTag[]): void
  /** What stands there while none is chosen. */
  readonly none: string
  /** Choosing a tag means those below it, too, and says so. Not so where a tag itself is put on assets. */
  readonly bringsChildren?: boolean
  /** One tag at most. */
  readonly isSingle?: boolean
  /** Tags that cannot be chosen here. */
  canChoose?(tag: Tag): boolean
  /** The tree is open from the start. */
  readonly startsOpen?: boolean
  readonly error?: unknown
}

/** Chooses tags: what is chosen as chips with how many come along, and the tree with a search to choose from. */
export function TagPicker(props: TagPickerProps) {
  const { label, description, value, onChange, bringsChildren = true, isSingle = false, startsOpen = false } = props
  const { tags, byId } = useTags()
  const [isOpen, setOpen] = useState(startsOpen)
  const id = useId()
  const chosen = useMemo(() => new Set(value.map(tag => tag.id)), [value])
  const brought = useMemo(
    () => (bringsChildren ? broughtBy(tags, chosen) : new Map<string, Tag>()),
    [bringsChildren, tags, chosen],
  )
  const toggle = (tag: Tag): void => {
    if (chosen.has(tag.id)) onChange(value.filter(one => one.id !== tag.id))
    else onChange([...(isSingle ? [] : value), { id: tag.id, name: tag.name }])
  }
  return (
    <div role="group" aria-labelledby={id} className={css.picker}>
      <div className={css.head}>
        <span id={id} className={css.label}>
          {label}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={isOpen}
          aria-describedby={id}
          leftSection={<IconTag size={13} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('tagPicker.close') : t('tagPicker.open')}
        </Button>
      </div>
      {description !== undefined && <p className={css.description}>{description}</p>}
      {value.length === 0 ? (
        <p className={css.none}>{props.none}</p>
      ) : (
        <ul className={css.chosen} aria-label={t('tagPicker.chosen', { label })}>
          {value.map(one => {
            const tag = byId.get(one.id)
            const below = bringsChildren ? (tag?.belowCount ?? 0) : 0
            return (
              <li key={one.id} className={css.one}>
                <TagChip
                  name={one.name}
                  colour={tag?.colour}
                  isDynamic={tag?.kind === 'dynamic'}
                  onRemove={() => onChange(value.filter(other => other.id !== one.id))}
                >
                  {below > 0 && (
                    <span className="quiet" title={namesBelow(brought, tags, one.id)}>
                      {t('tagPicker.below', { count: below })}
                    </span>
                  )}
                </TagChip>
              </li>
            )
          })}
        </ul>
      )}
      {isOpen && (
        <TagPickerTree
          label={label}
          chosen={chosen}
          brought={brought}
          isSingle={isSingle}
          canChoose={props.canChoose ?? everyTag}
          onToggle={toggle}
        />
      )}
      <FailureLine error={props.error} />
    </div>
  )
}

const everyTag = (): boolean => true

/** Which tags a chosen one brings, for the pointer that rests on their number; the tree marks each. */
const namesBelow = (brought: ReadonlyMap<string, NamedTag>, tags: readonly Tag[], by: string): string =>
  tags
    .filter(tag => brought.get(tag.id)?.id === by)
    .map(tag => shownText(tag.name, 80))
    .join('\n')
