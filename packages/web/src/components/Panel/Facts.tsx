import type { ReactNode } from 'react'
import css from './Facts.module.css'

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Names and values; `row` beside each other under a heading, `list` below each other. */
export function Facts({ facts, as = 'list' }: { readonly facts: readonly Fact[]; readonly as?: 'row' | 'list' }) {
  return (
    <dl className={as === 'row' ? css.row : css.list}>
      {facts.map(fact => (
        <div key={fact.name} className={css.fact}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
