import { Checkbox } from '@mantine/core'
import css from './CheckList.module.css'

export interface CheckItem<V extends string> {
  readonly value: V
  readonly label: string
  readonly description?: string
  readonly isOff?: boolean
}

interface CheckListProps<V extends string> {
  readonly legend: string
  readonly items: readonly CheckItem<V>[]
  readonly chosen: ReadonlySet<V>
  onChange(chosen: ReadonlySet<V>): void
}

/** Many things to choose from one by one, in a box that scrolls. */
export function CheckList<V extends string>({ legend, items, chosen, onChange }: CheckListProps<V>) {
  const toggle = (value: V): void => {
    const next = new Set(chosen)
    if (!next.delete(value)) next.add(value)
    onChange(next)
  }
  return (
    <fieldset className={css.field}>
      <legend className={css.legend}>{legend}</legend>
      <div className={css.list}>
        {items.map(({ value, label, description, isOff = false }) => (
          <Checkbox
            key={value}
            label={label}
            {...(description === undefined ? {} : { description })}
            disabled={isOff}
            checked={chosen.has(value) && !isOff}
            onChange={() => toggle(value)}
          />
        ))}
      </div>
    </fieldset>
  )
}
