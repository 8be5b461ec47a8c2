import { VisuallyHidden } from '@mantine/core'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { TagChip } from './TagChip.tsx'
import css from './TagList.module.css'
import type { NamedTag } from './tag-tree.ts'
import { useTags } from './use-tags.ts'

interface TagListProps {
  readonly tags: readonly NamedTag[]
  /** All of them, over as many lines as they need; otherwise the first and how many more. */
  readonly full?: boolean
  /** Shown where there is none. */
  readonly none?: string
}

/** Tags by colour and name: the first in a table cell, all of them on a page. */
export function TagList({ tags, full = false, none = '–' }: TagListProps) {
  const { byId } = useTags()
  const [first] = tags
  if (first === undefined) return <span className="quiet nothing">{none}</span>
  const chip = (tag: NamedTag) => (
    <TagChip name={tag.name} colour={byId.get(tag.id)?.colour} isDynamic={byId.get(tag.id)?.kind === 'dynamic'} />
  )
  if (full)
    return (
      <ul className={css.full}>
        {tags.map(tag => (
          <li key={tag.id} className={css.one}>
            {chip(tag)}
          </li>
        ))}
      </ul>
    )
  return (
    <span className={css.short} title={tags.map(tag => shownText(tag.name, 80)).join('\n')}>
      {chip(first)}
      {tags.length > 1 && (
        <span className="quiet">
          <span aria-hidden>+{tags.length - 1}</span>
          <VisuallyHidden>
            {t('tagPicker.andMore', {
              names: tags
                .slice(1)
                .map(tag => shownText(tag.name, 80))
                .join(', '),
            })}
          </VisuallyHidden>
        </span>
      )}
    </span>
  )
}
