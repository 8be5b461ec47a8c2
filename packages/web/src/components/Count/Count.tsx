import { grouped } from '../../text/numbers.ts'
import css from './Count.module.css'

/** A number in a table: nothing to do is quiet, what matters most is strong. */
export function Count({ value, strong = false }: { readonly value: number; readonly strong?: boolean }) {
  return <span className={value === 0 ? css.none : strong ? css.strong : css.some}>{grouped(value)}</span>
}
