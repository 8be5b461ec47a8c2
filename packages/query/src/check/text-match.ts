import type { Word } from '../syntax/expression.ts'
import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/words.ts'
import type { TextMatch } from '../tree/tree.ts'

/** How a value is compared with text. */
export function textMatch({ style, text }: Word): TextMatch {
  if (style === 'exact') return { kind: 'exact', value: text }
  const quoted = style === 'quoted'
  if (text.includes('*')) return { kind: 'wildcard', text, parts: wildcardParts(text), quoted }
  const words = wordsOf(text)
  if (words.length > 0) return { kind: 'words', text, words, quoted }
  return { kind: 'wildcard', text, parts: ['', foldText(text.trim()), ''], quoted }
}

/** Folded texts between the stars; stars side by side are one. */
export const wildcardParts = (text: string): string[] => text.split(/\*+/).map(foldText)
