import type { SyntaxNode } from './source.ts'

/** The name of a plain identifier, otherwise undefined. */
export const identifier = (node: unknown): string | undefined =>
  isSyntax(node) && node.type === 'Identifier' ? (node.name as string) : undefined

/** `a.b.c` as "a.b.c", also through `?.` and `['b']`; undefined for anything computed. */
export function dotted(node: unknown): string | undefined {
  if (!isSyntax(node)) return undefined
  if (node.type === 'Identifier') return node.name as string
  if (
    node.type === 'ChainExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'ParenthesizedExpression'
  ) {
    return dotted(node.expression)
  }
  if (node.type === 'MetaProperty') return 'import.meta'
  if (node.type !== 'MemberExpression') return undefined
  const object = dotted(node.object)
  const property = node.computed === true ? stringValue(node.property) : identifier(node.property)
  return object === undefined || property === undefined ? undefined : `${object}.${property}`
}

/** As `dotted`, with a leading `globalThis.`, `window.`, `self.` or `global.` taken off. */
export const globalName = (node: unknown): string | undefined =>
  dotted(node)?.replace(/^(globalThis|window|self|global)\./, '')

/** The value of a string literal or of a template without expressions. */
export function stringValue(node: unknown): string | undefined {
  if (!isSyntax(node)) return undefined
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral' || (node.expressions as unknown[]).length > 0) return undefined
  return ((node.quasis as SyntaxNode[])[0]?.value as { cooked?: string } | undefined)?.cooked
}

/** Whether an identifier node stands for a value in scope, not for a name of a property, member, parameter or type. */
export function isValueUse(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (parent === undefined) return true
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true
  if (parent.type === 'Property') return parent.value === node || parent.computed === true
  const naming = /^(TS(?!As|NonNull|Satisfies)|Import|Export|MethodDefinition|PropertyDefinition|Labeled|JSXAttribute)/
  if (naming.test(parent.type)) return parent.value === node && parent.type === 'PropertyDefinition'
  if (parent.type === 'VariableDeclarator') return parent.init === node
  if (/^(Function|ArrowFunction)/.test(parent.type)) return parent.body === node
  return true
}

const isSyntax = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
