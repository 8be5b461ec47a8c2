import { IconBolt, IconCheck, IconChevronDown, IconChevronRight, IconMinus } from '@tabler/icons-react'
import type { Tag } from '@patchyard/api'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { TagDot } from './TagChip.tsx'
import css from './TagTree.module.css'
import type { TreeRow } from './tag-tree.ts'

interface TagTreeProps {
  readonly label: string
  readonly rows: readonly TreeRow<Tag>[]
  readonly chosen: ReadonlySet<string>
  /** Tags that come with a chosen one. */
  readonly brought: ReadonlyMap<string, { readonly name: string }>
  /** Only one can be chosen. */
  readonly isSingle: boolean
  /** Tags that cannot be chosen here, such as dynamic ones. */
  canChoose(tag: Tag): boolean
  onToggle(tag: Tag): void
  onOpen(tag: Tag, isOpen: boolean): void
}

/** Chooses in the tree: one stop of Tab, arrows go through it and open and close, Space and Enter choose. */
export function TagTree({ label, rows, chosen, brought, isSingle, canChoose, onToggle, onOpen }: TagTreeProps) {
  const tree = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<string | null>(null)
  const stop = Math.max(
    0,
    rows.findIndex(row => row.tag.id === at),
  )
  const go = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row === undefined) return
    setAt(row.tag.id)
    tree.current?.querySelector<HTMLElement>(`[data-tag="${CSS.escape(row.tag.id)}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[stop]
    if (row === undefined) return
    const toParent = () => rows.findLastIndex((one, n) => n < stop && one.level < row.level)
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(stop + 1),
      ArrowUp: () => go(stop - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.hasChildren && !row.isOpen ? onOpen(row.tag, true) : go(stop + 1)),
      ArrowLeft: () => (row.isOpen ? onOpen(row.tag, false) : go(Math.max(0, toParent()))),
      ' ': () => canChoose(row.tag) && onToggle(row.tag),
      Enter: () => canChoose(row.tag) && onToggle(row.tag),
    }
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined
    if (move === undefined) return
    event.preventDefault()
    move()
  }
  return (
    <div ref={tree} role="tree" aria-label={label} aria-multiselectable={!isSingle} tabIndex={-1} className={css.tree}>
      {rows.map((row, n) => {
        const { tag } = row
        const isChosen = chosen.has(tag.id)
        const by = brought.get(tag.id)
        const isFree = canChoose(tag)
        return (
          <div
            key={tag.id}
            role="treeitem"
            data-tag={tag.id}
            aria-level={row.level}
            aria-selected={isChosen}
            aria-expanded={row.hasChildren ? row.isOpen : undefined}
            aria-disabled={!isFree}
            tabIndex={n === stop ? 0 : -1}
            className={css.row}
            data-chosen={isChosen || undefined}
            style={{ '--level': row.level - 1 } as CSSProperties}
            onFocus={() => setAt(tag.id)}
            onClick={() => isFree && onToggle(tag)}
            onKeyDown={onKeyDown}
          >
            <span
              className={css.opener}
              aria-hidden
              onClick={event => {
                if (!row.hasChildren) return
                event.stopPropagation()
                onOpen(tag, !row.isOpen)
              }}
            >
              {row.hasChildren && (row.isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />)}
            </span>
            <span
              className={css.box}
              data-on={isChosen || undefined}
              data-by={by !== undefined || undefined}
              aria-hidden
            >
              {isChosen ? <IconCheck size={13} stroke={2.5} /> : by !== undefined && <IconMinus size={13} />}
            </span>
            <TagDot colour={tag.colour} />
            <bdi className={css.name}>{shownText(tag.name, 200)}</bdi>
            {tag.kind === 'dynamic' && <IconBolt size={13} aria-label={t('tagPicker.dynamic')} className={css.sign} />}
            {by !== undefined && !isChosen && (
              <span className="quiet">{t('tagPicker.comesWith', { name: shownText(by.name, 60) })}</span>
            )}
            <span className={css.count} title={t('count.asset', { count: tag.assetCount })}>
              {grouped(tag.assetCount)}
            </span>
          </div>
        )
      })}
    </div>
  )
}
