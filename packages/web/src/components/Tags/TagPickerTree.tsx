import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { Tag } from '@patchyard/api'
import { useMemo, useState } from 'react'
import { t } from '../../i18n/text.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './TagPicker.module.css'
import { TagTree } from './TagTree.tsx'
import { byName, nameMatch, treeRows } from './tag-tree.ts'
import { useTags } from './use-tags.ts'

/** More rows than anybody reads: one searches first. */
const MOST_ROWS = 400
const SMALL = 40

interface TagPickerTreeProps {
  readonly label: string
  readonly chosen: ReadonlySet<string>
  readonly brought: ReadonlyMap<string, Tag>
  readonly isSingle: boolean
  canChoose(tag: Tag): boolean
  onToggle(tag: Tag): void
}

/** The tree of tags with its search. */
export function TagPickerTree({ label, chosen, brought, isSingle, canChoose, onToggle }: TagPickerTreeProps) {
  const { tags, state, error, isCut } = useTags()
  const [search, setSearch] = useState('')
  // null: nobody opened or closed anything yet, and a small tree is shown whole.
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null)
  const open = useMemo(() => opened ?? new Set(tags.length <= SMALL ? tags.map(tag => tag.id) : []), [opened, tags])
  const all = useMemo(() => treeRows(tags, { open, matches: nameMatch(search), order: byName }), [tags, open, search])
  const rows = all.slice(0, MOST_ROWS)
  if (state === 'failed') return <FailureLine error={error} />
  return (
    <div className={css.choose}>
      <TextInput
        size="xs"
        type="search"
        aria-label={t('tagPicker.searchFor', { label })}
        placeholder={t('tagPicker.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
        onKeyDown={event => {
          // Enter in a search field would send the form around it.
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
      {rows.length === 0 ? (
        <p className={css.none} role="status">
          {state === 'loading' ? t('table.reading') : search === '' ? t('tagPicker.noTags') : t('tagPicker.noMatch')}
        </p>
      ) : (
        <TagTree
          label={label}
          rows={rows}
          chosen={chosen}
          brought={brought}
          isSingle={isSingle}
          canChoose={canChoose}
          onToggle={onToggle}
          onOpen={(tag, isOpen) =>
            setOpened(isOpen ? new Set([...open, tag.id]) : new Set([...open].filter(id => id !== tag.id)))
          }
        />
      )}
      {(all.length > MOST_ROWS || isCut) && <p className={css.none}>{t('tagPicker.cut')}</p>}
    </div>
  )
}
