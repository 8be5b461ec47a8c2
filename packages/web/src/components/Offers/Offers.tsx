import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type Ref, useRef } from 'react'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './Offers.module.css'

interface OffersProps<Row extends { readonly id: string }> {
  readonly label: string
  readonly text: string
  /** Those that the text finds. */
  readonly found: readonly Row[]
  /** Names the list of them. */
  readonly listLabel: string
  /** They belong to the text before. */
  readonly isBehind: boolean
  readonly error: unknown
  /** Said when nothing is found; null: nothing is to be said. */
  readonly none: string | null
  readonly field?: Ref<HTMLInputElement>
  /** Between the field and the list. */
  readonly children?: ReactNode
  onText(text: string): void
  onChoose(row: Row): void
  onEnter(): void
  renderOffer(row: Row): ReactNode
}

/** A field to search with and the few things that it finds, one of which is chosen: by a click, or with the arrow and Enter. */
export function Offers<Row extends { readonly id: string }>(props: OffersProps<Row>) {
  const { label, text, found, listLabel, isBehind, error, none, field, children } = props
  const list = useRef<HTMLUListElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.current?.querySelector('button')?.focus()
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    props.onEnter()
  }
  return (
    <div className={css.picker}>
      <TextInput
        ref={field ?? null}
        label={label}
        value={text}
        maxLength={200}
        autoComplete="off"
        data-autofocus
        leftSection={<IconSearch size={15} aria-hidden />}
        onChange={event => props.onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <FailureLine error={error} />
      {children}
      {found.length > 0 && (
        <ul ref={list} className={css.offers} aria-label={listLabel} aria-busy={isBehind}>
          {found.map(row => (
            <li key={row.id}>
              <button type="button" className={css.offer} onClick={() => props.onChoose(row)}>
                {props.renderOffer(row)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={css.line} role="status">
        {none}
      </p>
    </div>
  )
}
