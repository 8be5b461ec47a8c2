import { Radio } from '@mantine/core'
import css from './Fields.module.css'

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly description?: string
  readonly value: V | null
  readonly choices: readonly {
    readonly value: V
    readonly label: string
    readonly description?: string
    readonly isOff?: boolean
  }[]
  /** Beside each other where there is room. */
  readonly inLine?: boolean
  readonly error?: string | undefined
  onChange(value: V): void
}

/** One of a few. */
export function Choice<V extends string>(props: ChoiceProps<V>) {
  const { label, description, value, choices, inLine = false, error, onChange } = props
  return (
    <Radio.Group
      label={label}
      description={description}
      value={value ?? ''}
      error={error}
      onChange={next => {
        const chosen = choices.find(one => one.value === next)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      <div className={inLine ? css.line : css.stack}>
        {choices.map(one => (
          <Radio
            key={one.value}
            value={one.value}
            label={one.label}
            {...(one.description === undefined ? {} : { description: one.description })}
            disabled={one.isOff === true}
          />
        ))}
      </div>
    </Radio.Group>
  )
}
