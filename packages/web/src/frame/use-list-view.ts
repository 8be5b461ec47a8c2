import { useSearchParams } from 'react-router'
import { decodeView, encodeView, type ListShape, type ListView } from './list-view.ts'

export type ChangeView = (change: Partial<ListView>) => void

/** The list's view in the address, and a way to change part of it. Typing does not fill the history. */
export function useListView(shape: ListShape): [ListView, ChangeView] {
  const [address, setAddress] = useSearchParams()
  const view = decodeView(address, shape)
  const change = (part: Partial<ListView>): void => {
    // A query that is run, or another instant, is a step that "back" leads to; order, columns and searches while one types are not.
    const isStep = part.query !== undefined || typeof part.having === 'string' || part.asOf !== undefined
    setAddress(before => encodeView({ ...decodeView(before, shape), ...part }, shape), {
      replace: !isStep,
      // Drawn at once: what is pressed next begins from this view. Drawn when there is time, a second facet undid the first.
      flushSync: true,
    })
  }
  return [view, change]
}
