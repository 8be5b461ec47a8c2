import { type SqlFragment, sql } from '../fragment.ts'
import type { TextHome, ValueHome } from './home.ts'

// Short makers for the tables of homes.

export const text = (raw: SqlFragment, folded: SqlFragment, words: SqlFragment): TextHome => ({
  form: 'text',
  raw,
  folded,
  words,
})
export const cve = (column: SqlFragment): ValueHome => ({ form: 'cve', column })
export const choice = (column: SqlFragment): ValueHome => ({ form: 'choice', column })
export const boolean = (expression: SqlFragment): ValueHome => ({ form: 'boolean', expression })
export const integer = (expression: SqlFragment): ValueHome => ({ form: 'integer', expression })
export const date = (expression: SqlFragment): ValueHome => ({ form: 'date', expression })
export const id = (column: SqlFragment): ValueHome => ({ form: 'id', column })
export const group: ValueHome = { form: 'group' }

/** The same, where the column can be null. */
export const orNull = <V extends Extract<ValueHome, { nullable?: true }>>(value: V): V => ({ ...value, nullable: true })

/** Alias of the table `person` in `p`. */
export const person = (p: { id: SqlFragment; name: TextHome; email: TextHome }): ValueHome => ({ form: 'person', ...p })

export const personOf = {
  // An advisory has none: nobody's name is empty, so that what is not hers or his is found, and rows have an order.
  owner: person({
    id: sql`coalesce(o.id, 0)`,
    name: text(sql`coalesce(o.name, '')`, sql`coalesce(o.name_folded, '')`, sql`coalesce(o.name_words, '')`),
    email: text(sql`coalesce(o.email, '')`, sql`coalesce(o.email_folded, '')`, sql`coalesce(o.email_words, '')`),
  }),
  coAuthor: person({
    id: sql`ca.id`,
    name: text(sql`ca.name`, sql`ca.name_folded`, sql`ca.name_words`),
    email: text(sql`ca.email`, sql`ca.email_folded`, sql`ca.email_words`),
  }),
}
