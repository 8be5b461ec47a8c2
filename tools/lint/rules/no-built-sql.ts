import { isMigration, isTestOrTool } from '../places.ts'
import type { Rule } from '../rule.ts'
import { type SyntaxNode, walk } from '../source.ts'
import { dotted, identifier, stringValue } from '../syntax.ts'

/** Methods whose first argument is SQL text when it is text at all. */
const textual = new Set(['query', 'unsafe'])

/** SQL put together from pieces of text. */
export const noBuiltSql: Rule = {
  name: 'no-built-sql',
  reason:
    'values travel only as parameters (sql`… ${value}`), identifiers only from the catalogue (sql.ref, sql.id, sql.table), checked literals as sql.lit; statements without parameters quote with escapeIdentifier and escapeLiteral',
  holdsFor: path => !isTestOrTool(path) && !isMigration(path),
  check(source, report) {
    walk(source.program, node => {
      if (node.type !== 'CallExpression') return
      const [first] = node.arguments as SyntaxNode[]
      if (first === undefined) return
      if (/(^|\.)sql\.raw$/.test(dotted(node.callee) ?? '')) {
        if (stringValue(first) === undefined) report(node.start, 'sql.raw() of text that is not a constant')
        return
      }
      const callee = node.callee as SyntaxNode
      const method = callee.type === 'MemberExpression' ? identifier(callee.property) : undefined
      if (method === undefined || !textual.has(method)) return
      if (isBuilt(first) || isBuilt(textOf(first))) report(node.start, `${method}() of text built from pieces`)
    })
  },
}

function isBuilt(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false
  if (node.type === 'TemplateLiteral') return (node.expressions as SyntaxNode[]).some(part => !isEscaped(part))
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return false
  // Constant text broken over lines is still constant.
  const sides = [node.left as SyntaxNode, node.right as SyntaxNode]
  return sides.some(side => stringValue(side) === undefined && (side.type !== 'BinaryExpression' || isBuilt(side)))
}

/** Statements like CREATE ROLE and LISTEN take no parameters; there the driver's own quoting is the way. */
const isEscaped = (node: SyntaxNode): boolean =>
  node.type === 'CallExpression' && /(^|\.)escape(Identifier|Literal)$/.test(dotted(node.callee) ?? '')

/** The `text` of `{ text: …, values: … }`. */
function textOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== 'ObjectExpression') return undefined
  const property = (node.properties as SyntaxNode[]).find(candidate => identifier(candidate.key) === 'text')
  return property?.value as SyntaxNode | undefined
}
