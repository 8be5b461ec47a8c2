/**
 * A piece of SQL: `strings` are texts of this package's own source, between them stand `values`, which only ever travel as
 * parameters. strings.length = values.length + 1.
 */
export interface SqlFragment {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
}

/**
 * The only maker of SQL text. It takes templates, so its texts stand in our source, and fragments between them; a value goes
 * in through `param`. There is no way to turn a string into SQL.
 */
export function sql(template: TemplateStringsArray, ...parts: readonly SqlFragment[]): SqlFragment {
  const strings: string[] = [template[0] as string]
  const values: unknown[] = []
  parts.forEach((part, i) => {
    append(strings, values, part)
    strings.push(strings.pop() + (template[i + 1] as string))
  })
  return { strings, values }
}

export const param = (value: unknown): SqlFragment => ({ strings: ['', ''], values: [value] })

export function joinSql(parts: readonly SqlFragment[], separator: SqlFragment): SqlFragment {
  const strings: string[] = ['']
  const values: unknown[] = []
  parts.forEach((part, i) => {
    if (i > 0) append(strings, values, separator)
    append(strings, values, part)
  })
  return { strings, values }
}

/** The statement as PostgreSQL's protocol takes it: `$1`, `$2` … in the text, values beside it. */
export function statementOf(fragment: SqlFragment): { readonly text: string; readonly values: readonly unknown[] } {
  const text = fragment.strings.reduce((before, string, i) => `${before}$${i}${string}`)
  return { text, values: fragment.values }
}

function append(strings: string[], values: unknown[], part: SqlFragment): void {
  strings.push(strings.pop() + (part.strings[0] as string), ...part.strings.slice(1))
  values.push(...part.values)
}

export const TRUE: SqlFragment = sql`true`
export const FALSE: SqlFragment = sql`false`

/** All of them; `true` for none. */
export const allOf = (parts: readonly SqlFragment[]): SqlFragment =>
  parts.length === 0 ? TRUE : joinSql(parts, sql` and `)

/** One of them, in brackets; `false` for none. */
export function anyOf(parts: readonly SqlFragment[]): SqlFragment {
  const [only] = parts
  if (only === undefined) return FALSE
  return parts.length === 1 ? only : sql`(${joinSql(parts, sql` or `)})`
}
