import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/words.ts'
import type { TextMatch } from '../tree/tree.ts'
import { remembered } from './remembered.ts'

const words = remembered(wordsOf)
const folded = remembered(foldText)

/** Whether a text that is there is what the match asks for. */
export function matchText(match: TextMatch, text: string): boolean {
  switch (match.kind) {
    case 'exact':
      return text === match.value
    case 'words':
      return hasInARow(words(text), match.words)
    case 'wildcard':
      return matchParts(match.parts, folded(text))
  }
}

function hasInARow(all: readonly string[], wanted: readonly string[]): boolean {
  for (let at = 0; at + wanted.length <= all.length; at++) {
    if (wanted.every((word, i) => all[at + i] === word)) return true
  }
  return false
}

/**
 * The first part at the beginning, the last at the end, the others between them as early as they occur: with stars alone, the
 * earliest place for each part leaves most room for the rest, so no trying is needed and a wildcard bomb is linear.
 */
export function matchParts(parts: readonly string[], text: string): boolean {
  if (parts.length === 1) return text === parts[0]
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
