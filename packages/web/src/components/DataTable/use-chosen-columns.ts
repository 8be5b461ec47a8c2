import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import type { ChangeView } from '../../frame/use-list-view.ts'
import type { Column } from './column.ts'

export interface ChosenColumns {
  readonly shown: readonly string[]
  /** Somebody chose them, here or in the address. */
  readonly isOwn: boolean
  toggle(key: string): void
  reset(): void
}

/**
 * Which columns a list shows: those that the address names, else those chosen last in this browser, else the usual ones. The first
 * column names the row and always stays, as do those of actions.
 */
export function useChosenColumns<Row>(
  listName: string,
  columns: readonly Column<Row>[],
  inAddress: readonly string[] | null,
  change: ChangeView,
): ChosenColumns {
  const { memory } = usePorts()
  const place = `columns.${listName}`
  const known = (keys: readonly string[]): string[] =>
    columns
      .filter((column, n) => n === 0 || column.quietHead === true || keys.includes(column.key))
      .map(column => column.key)
  const [own, setOwn] = useState<readonly string[] | null>(() => inAddress ?? memory.read(place)?.split(',') ?? null)
  const [given, setGiven] = useState(inAddress)
  // The address changed by other means: another link, the back button.
  if (given?.join() !== inAddress?.join()) {
    setGiven(inAddress)
    if (inAddress !== null) setOwn(inAddress)
  }
  const usual = columns.filter(column => column.isExtra !== true).map(column => column.key)
  const shown = own === null ? usual : known(own)
  return {
    shown,
    isOwn: own !== null,
    toggle(key) {
      const next = known(shown.includes(key) ? shown.filter(one => one !== key) : [...shown, key])
      memory.write(place, next.join(','))
      setOwn(next)
      change({ columns: next })
    },
    reset() {
      memory.write(place, null)
      setOwn(null)
      change({ columns: null })
    },
  }
}
