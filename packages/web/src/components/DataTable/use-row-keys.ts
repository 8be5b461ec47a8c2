import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { nextRow } from './next-row.ts'
import type { RowTable } from './row-table.ts'

type StopKind = 'link' | 'box'
const stopKind = (element: Element): StopKind | null => {
  const kind = element.closest<HTMLElement>('[data-row-stop]')?.dataset['rowStop']
  return kind === 'link' || kind === 'box' ? kind : null
}

interface RowKeys {
  /** The row that Tab stops at. */
  readonly stop: number
  setStop(index: number): void
  onKeyDown(event: KeyboardEvent<HTMLElement>): void
  onFocus(event: FocusEvent<HTMLElement>): void
  onBlur(event: FocusEvent<HTMLElement>): void
}

interface RowActs<Row> {
  /** Scrolls to a row. */
  show(index: number): void
  readonly ask?: ((row: Row) => void) | undefined
}

/**
 * Arrow keys, Page Up and Down, Home and End go from row to row; Space chooses a row, Shift with an arrow all from the last one
 * chosen to there; W asks why a row is in the list; Enter opens the row, because the focus stands on a link. When the row that has the
 * focus goes, another list has come, the focus stays among the rows.
 */
export function useRowKeys<Row>(table: RowTable<Row>, body: HTMLElement | null, { show, ask }: RowActs<Row>): RowKeys {
  const rows = table.getRowModel().rows
  const [at, setStop] = useState(0)
  const stop = Math.max(0, Math.min(at, rows.length - 1))
  const wanted = useRef<StopKind | null>(null)
  // What has the focus; browsers tell nobody when they take it away with an element.
  const held = useRef<StopKind | null>(null)

  useLayoutEffect(() => {
    const isLost = held.current !== null && document.activeElement === document.body
    const kind = wanted.current ?? (isLost ? held.current : null)
    if (kind === null) return
    wanted.current = null
    body?.querySelector<HTMLElement>(`[data-index="${stop}"] [data-row-stop="${kind}"]`)?.focus({ preventScroll: true })
    show(stop)
  })

  const choose = (index: number, checked: boolean, shiftKey: boolean): void =>
    rows[index]?.getToggleSelectedHandler()({ target: { checked }, shiftKey })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const kind = stopKind(event.target as HTMLElement)
    if (kind === null) return
    const row = rows[stop]
    if (event.key === ' ' && (kind === 'link' || event.shiftKey) && row?.getCanSelect() === true) {
      event.preventDefault()
      choose(stop, event.shiftKey || !row.getIsSelected(), event.shiftKey)
      return
    }
    if (event.key === 'w' && ask !== undefined && row !== undefined) {
      event.preventDefault()
      ask(row.original)
      return
    }
    const next = nextRow(event.key, stop, rows.length)
    if (next === null) return
    event.preventDefault()
    if (next === stop) return
    if (event.shiftKey && row?.getCanSelect() === true) {
      if (!row.getIsSelected()) choose(stop, true, false)
      choose(next, true, true)
    }
    wanted.current = kind
    setStop(next)
  }
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    held.current = stopKind(event.target)
  }
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    if (event.target.isConnected) held.current = null
  }
  return { stop, setStop, onKeyDown, onFocus, onBlur }
}
