import type { SyntaxNode } from '@lezer/common'
import * as terms from '../grammar/query-terms.gen.ts'
import { shown } from '../problems/shown.ts'
import type { Reading } from './reading.ts'

export function reportUnopened({ text, report }: Reading, node: SyntaxNode): void {
  const message = `${shown(text.slice(node.from, node.to))} closes no bracket`
  report({ code: 'E_QUERY_UNOPENED_BRACKET', from: node.from, to: node.to, message })
}

/** The mistake is told at the bracket that was opened. */
export function reportUnclosed({ text, report }: Reading, node: SyntaxNode): void {
  if (node.lastChild?.type.id !== terms.End) return
  const close = text[node.from] === '[' ? ']' : ')'
  const message = `${shown(text.charAt(node.from))} has no ${shown(close)}`
  const suggestions = [{ label: `close with ${close}`, insert: close, from: text.length, to: text.length }]
  report({ code: 'E_QUERY_UNCLOSED_BRACKET', from: node.from, to: node.from + 1, message, suggestions })
}
