import { isMigration } from './places.ts'
import type { Rule, Violation } from './rule.ts'
import { lineOf, parseSource, type Source } from './source.ts'
import { noSqlClock, sqlClock } from './rules/no-sql-clock.ts'

/** Every violation of `rules` in one parsed file, in the order of lines. */
export function checkSource(source: Source, rules: readonly Rule[]): Violation[] {
  const found: Violation[] = []
  for (const rule of rules) {
    if (!rule.holdsFor(source.path)) continue
    rule.check(source, (offset, what) => {
      const line = lineOf(source.text, offset)
      found.push({ path: source.path, line, rule: rule.name, found: what, reason: rule.reason })
    })
  }
  return found.sort((a, b) => a.line - b.line)
}

/** As `checkSource`, from text. */
export const checkText = (path: string, text: string, rules: readonly Rule[]): Violation[] =>
  checkSource(parseSource(path, text), rules)

/** A .sql file; migrations and the dump of the schema they make may read the clock (column defaults). */
export function checkSqlFile(path: string, text: string): Violation[] {
  if (isMigration(path) || path.endsWith('/schema.sql')) return []
  const found = sqlClock(text)
  if (found === null) return []
  const { name: rule, reason } = noSqlClock
  return [{ path, line: lineOf(text, found.index), rule, found: found[0], reason }]
}
