import { isMigration, isTestOrTool } from '../places.ts'
import type { Rule } from '../rule.ts'
import { type SyntaxNode, walk } from '../source.ts'
import { dotted } from '../syntax.ts'

const clock =
  /\b(now\s*\(\s*\)|(?:clock|statement|transaction)_timestamp\s*\(|current_(?:timestamp|date|time)\b|localtime(?:stamp)?\b)/i
const looksLikeSql = /\b(select|insert|update|delete|from|where|set|values|returning|interval|order by)\b/i

/** First reading of the database's clock in SQL text, comments left out. */
export const sqlClock = (text: string): RegExpExecArray | null =>
  clock.exec(text.replace(/--[^\n]*/g, gap => ' '.repeat(gap.length)))

/** The database's clock read in SQL. Files ending in .sql are checked by `checkSqlFile`. */
export const noSqlClock: Rule = {
  name: 'no-sql-clock',
  reason:
    'time is passed into SQL as a parameter: the test clock must move what SQL sees, and two processes must agree',
  holdsFor: path => !isTestOrTool(path) && !isMigration(path),
  check(source, report) {
    walk(source.program, (node, parent) => {
      if (node.type === 'Literal' && typeof node.value === 'string') look(node.value, node, false)
      if (node.type === 'TemplateLiteral') {
        const tag = parent?.type === 'TaggedTemplateExpression' ? (dotted(parent.tag) ?? '') : ''
        const quasis = node.quasis as SyntaxNode[]
        look(quasis.map(quasi => (quasi.value as { raw: string }).raw).join('?'), node, /^sql\b/.test(tag))
      }
    })

    function look(text: string, node: SyntaxNode, certainlySql: boolean): void {
      const found = sqlClock(text)
      if (found !== null && (certainlySql || looksLikeSql.test(text))) report(node.start, found[0])
    }
  },
}
