import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Offers } from '../Offers/Offers.tsx'
import css from './Picker.module.css'
import type { Picking } from './use-picker.ts'

interface PickerProps<Row extends { readonly id: string }> {
  readonly picking: Picking
  readonly label: string
  /** Names the group of what is chosen. */
  readonly chosenLabel: string
  /** What is chosen, drawn; null: it is still looked for. */
  readonly chosen: ReactNode | null
  /** The button that takes it back. */
  readonly another: string
  /** Those that the search finds. */
  readonly found: readonly Row[]
  readonly list: { readonly isStale: boolean; readonly error: unknown; readonly state: string }
  readonly offersLabel: string
  readonly noneFound: string
  onChoose(row: Row | null): void
  renderOffer(row: Row): ReactNode
}

/** Chooses one of many by a search, and shows what is chosen with a way back. */
export function Picker<Row extends { readonly id: string }>(props: PickerProps<Row>) {
  const { picking, found, list, onChoose } = props
  if (props.chosen !== null)
    return (
      <div className={css.chosen} role="group" aria-label={props.chosenLabel}>
        <div className={css.names}>{props.chosen}</div>
        <Button
          ref={takeFocus}
          size="compact-sm"
          variant="default"
          onClick={() => {
            picking.startAgain()
            onChoose(null)
          }}
        >
          {props.another}
        </Button>
      </div>
    )
  const [only] = found
  return (
    <Offers<Row>
      label={props.label}
      text={picking.text}
      {...(picking.isAgain ? { field: takeFocus } : {})}
      found={found}
      listLabel={props.offersLabel}
      isBehind={list.isStale}
      error={list.error}
      none={list.state === 'ready' && found.length === 0 ? props.noneFound : null}
      onText={picking.setText}
      onChoose={onChoose}
      onEnter={() => {
        if (only !== undefined && found.length === 1 && picking.search === picking.text.trim()) onChoose(only)
      }}
      renderOffer={props.renderOffer}
    />
  )
}

/** What was pressed is gone: the focus goes to what came in its place. */
const takeFocus = (element: HTMLElement | null): void => element?.focus()
