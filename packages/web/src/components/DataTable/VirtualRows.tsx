import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  useWindowVirtualizer,
  type VirtualItem,
} from '@tanstack/react-virtual'
import { Fragment, type ReactNode, type RefObject, useEffect, useImperativeHandle } from 'react'
import css from './DataTable.module.css'
import { type Place, usePlace } from './use-place.ts'

/** Rows kept ready above and below the window. */
const AHEAD = 12
/** So many rows before the end, the next page is read. */
const NEAR_END = 20
const HEAD_PX = 34

export interface RowScroller {
  show(index: number): void
}

interface VirtualRowsProps {
  readonly count: number
  /** Rows are cards, of different heights, and the page scrolls instead of the table. */
  readonly isCards: boolean
  /** Stays in the document wherever one scrolls to: it has the focus, or Tab leads to it. */
  readonly stop: number
  /** The table's body, which holds them. */
  readonly body: HTMLElement
  readonly scroller: RefObject<RowScroller | null>
  keyOf(index: number): string
  onNearEnd(): void
  renderRow(index: number, measure: (element: Element | null) => void): ReactNode
}

/** Only the rows that can be seen are in the document; what is left out keeps its height. */
export function VirtualRows(props: VirtualRowsProps) {
  const place = usePlace(props.body)
  if (place === null) return null
  return place.box === null ? (
    <WindowRows {...props} place={place} />
  ) : (
    <BoxRows {...props} place={place} box={place.box} />
  )
}

interface PlacedProps extends VirtualRowsProps {
  readonly place: Place
}

const optionsOf = ({ count, isCards, keyOf, place, stop }: PlacedProps) => ({
  count,
  estimateSize: () => (isCards ? 120 : 36),
  overscan: AHEAD,
  scrollMargin: place.offset,
  scrollPaddingStart: isCards ? 60 : HEAD_PX,
  scrollPaddingEnd: isCards ? 60 : 0,
  getItemKey: keyOf,
  useFlushSync: false,
  rangeExtractor: (range: Range) =>
    [...new Set([...defaultRangeExtractor(range), Math.min(stop, count - 1)])]
      .filter(n => n >= 0)
      .sort((a, b) => a - b),
})

function WindowRows(props: PlacedProps) {
  // oxlint-disable-next-line react/incompatible-library -- what it returns is read in the same render and never memoised
  const virtual = useWindowVirtualizer<HTMLTableRowElement>(optionsOf(props))
  return <Rows {...props} virtual={virtual} />
}

function BoxRows(props: PlacedProps & { readonly box: HTMLElement }) {
  // oxlint-disable-next-line react/incompatible-library -- as above
  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    ...optionsOf(props),
    getScrollElement: () => props.box,
  })
  return <Rows {...props} virtual={virtual} />
}

interface RowsProps extends PlacedProps {
  readonly virtual: Pick<
    ReturnType<typeof useWindowVirtualizer<HTMLTableRowElement>>,
    'getTotalSize' | 'scrollToIndex'
  > & {
    getVirtualItems(): VirtualItem[]
    readonly measureElement: (element: HTMLTableRowElement | null) => void
    readonly range: { readonly endIndex: number } | null
  }
}

function Rows({ virtual, place, count, renderRow, scroller, onNearEnd }: RowsProps) {
  const items = virtual.getVirtualItems()
  const isNearEnd = (virtual.range?.endIndex ?? 0) >= count - NEAR_END
  useEffect(() => {
    if (isNearEnd) onNearEnd()
  })
  useImperativeHandle(scroller, () => ({ show: index => virtual.scrollToIndex(index, { align: 'auto' }) }))
  let end = place.offset
  const shown: ReactNode[] = []
  for (const item of items) {
    const gap = item.start - end
    shown.push(
      <Fragment key={item.key}>
        {gap > 0 && <Gap height={gap} />}
        {renderRow(item.index, virtual.measureElement as (element: Element | null) => void)}
      </Fragment>,
    )
    end = item.end
  }
  const rest = virtual.getTotalSize() + place.offset - end
  return (
    <>
      {shown}
      {rest > 0 && <Gap height={rest} />}
    </>
  )
}

const Gap = ({ height }: { readonly height: number }) => (
  <tr aria-hidden className={css.gap}>
    <td style={{ height }} />
  </tr>
)
