import { NavLink } from 'react-router'
import { grouped } from '../../text/numbers.ts'
import css from './LinkTabs.module.css'

export interface LinkTab {
  readonly to: string
  readonly label: string
  readonly count?: number | undefined
}

/** Parts of one page, each with an address of its own. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className={css.tabs}>
      {tabs.map(tab => (
        <NavLink key={tab.to} to={tab.to} end replace className={css.tab ?? ''}>
          {tab.label}
          {tab.count !== undefined && <span className={css.count}>{grouped(tab.count)}</span>}
        </NavLink>
      ))}
    </nav>
  )
}
