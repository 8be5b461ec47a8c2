import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/**
 * Arrow keys go from the link (or box) of one row to that of the next; Home and End to the first and last. Enter then
 * opens the row, because the focus stands on a link.
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const target = event.target as HTMLElement
  const stop = target.closest<HTMLElement>('[data-row-stop]')
  const kind = stop?.dataset['rowStop']
  if (stop === null || kind === undefined) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(`[data-row-stop="${kind}"]`)]
  const at = stops.indexOf(stop)
  const step = steps[event.key]
  const next =
    step !== undefined
      ? stops[at + step]
      : event.key === 'Home'
        ? stops[0]
        : event.key === 'End'
          ? stops.at(-1)
          : undefined
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
