import { shownText } from '../../text/shown-text.ts'
import css from './NameList.module.css'

interface NameListProps {
  readonly names: readonly string[]
  /** All of them, over as many lines as they need; otherwise the first and how many more. */
  readonly full?: boolean
}

/** Advisories, CVEs, packages: the first one in a table cell, all of them on a page. */
export function NameList({ names, full = false }: NameListProps) {
  const [first] = names
  if (first === undefined) return <span className="quiet nothing">–</span>
  const shown = [...new Set(names.map(name => shownText(name, 200)))]
  if (full)
    return (
      <ul className={css.full}>
        {shown.map(name => (
          <li key={name}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    )
  return (
    <span className={css.short} title={shown.join('\n')}>
      <bdi className={css.first}>{shown[0]}</bdi>
      {names.length > 1 && <span className="quiet">+{names.length - 1}</span>}
    </span>
  )
}
