import { useSearchParams } from 'react-router'
import { decodeView, encodeView, type ListShape, type ListView } from './list-view.ts'

/** The list's view in the address, and a way to change part of it. Typing does not fill the history. */
export function useListView(shape: ListShape): [ListView, (change: Partial<ListView>) => void] {
  const [address, setAddress] = useSearchParams()
  const view = decodeView(address, shape)
  const change = (part: Partial<ListView>): void => {
    setAddress(before => encodeView({ ...decodeView(before, shape), ...part }, shape), { replace: true })
  }
  return [view, change]
}
