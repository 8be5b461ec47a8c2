import { useLayoutEffect, useState } from 'react'
import { offsetIn, scrollParent } from './scroll-parent.ts'

/** What scrolls a table's rows (null: the window), and where the rows begin in it, in pixels. */
export interface Place {
  readonly box: HTMLElement | null
  readonly offset: number
}

/** Measured before the first paint, and whenever something above the rows grows. */
export function usePlace(body: HTMLElement): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = scrollParent(body)
      const offset = offsetIn(box, body)
      // A change of less than a pixel would measure for ever.
      setPlace(old => (old !== null && old.box === box && Math.abs(old.offset - offset) <= 1 ? old : { box, offset }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    observer.observe(body)
    return () => observer.disconnect()
  }, [body])
  return place
}
