import css from './ChoiceFilter.module.css'

export interface Choice {
  readonly value: string
  readonly label: string
}

interface ChoiceFilterProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string
  onChange(value: string): void
}

/** A few values beside each other, one of them on. */
export function ChoiceFilter({ label, choices, value, onChange }: ChoiceFilterProps) {
  return (
    <div className={css.filter} role="group" aria-label={label}>
      {choices.map(choice => (
        <button
          key={choice.value}
          type="button"
          className={css.choice}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
