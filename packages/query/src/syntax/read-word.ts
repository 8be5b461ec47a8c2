import type { SyntaxNode } from '@lezer/common'
import * as terms from '../grammar/query-terms.gen.ts'
import type { Word } from './expression.ts'
import type { Reading } from './reading.ts'

const blanks = /\s+/g

/** A value from its node; null, with the mistake reported, when its quote has no end. */
export function readWord({ text, report }: Reading, node: SyntaxNode): Word | null {
  const { from, to } = node
  switch (node.type.id) {
    case terms.Bare:
      return { style: 'bare', text: text.slice(from, to).replace(blanks, ' '), from, to }
    case terms.String:
      return { style: 'quoted', text: unescaped(text.slice(from + 1, to - 1), '"'), from, to }
    case terms.Exact:
      return { style: 'exact', text: unescaped(text.slice(from + 1, to - 1), '`'), from, to }
    default: {
      const quote = text.charAt(from)
      const message = `the ${quote === '"' ? 'double quote' : 'backtick'} has no end`
      const suggestions = [{ label: `close with ${quote}`, insert: quote, from: to, to }]
      report({ code: 'E_QUERY_UNCLOSED_QUOTE', from, to, message, suggestions })
      return null
    }
  }
}

/** A backslash stands before the quote itself or another backslash; before anything else it is itself. */
const unescaped = (inside: string, quote: string): string =>
  inside.includes('\\') ? inside.replace(quote === '"' ? /\\(["\\])/g : /\\([`\\])/g, '$1') : inside
