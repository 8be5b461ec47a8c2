import { shown } from '../problems/shown.ts'
import type { Report, Suggestion } from '../problems/problem.ts'
import type { Word } from '../syntax/expression.ts'
import { foldText } from '../text/fold.ts'
import type { ChoiceValue, Token } from '../tokens/token.ts'
import type { SingleTest } from '../tree/tree.ts'

/** Sets with more values are named by their nearest and their first ones. */
const MOST_NAMED = 24

/** The value of a token with a fixed set, by shown name or alias, in any case. */
export function choiceOf(word: Word, token: Token, report: Report): SingleTest | null {
  const values = token.values ?? []
  const found = findChoice(values, word.text)
  if (found !== undefined) return { kind: 'choice', value: found.name }
  const names = values.map(value => value.name)
  const named = names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} …`
  report({
    code: 'E_QUERY_VALUE',
    from: word.from,
    to: word.to,
    message: `${token.name} has no value ${shown(word.text)}; it is one of ${named}`,
    suggestions: suggestionsFor(word, values),
  })
  return null
}

export function findChoice(values: readonly ChoiceValue[], text: string): ChoiceValue | undefined {
  const wanted = foldText(text.trim())
  return values.find(value => [value.name, ...(value.aliases ?? [])].some(name => foldText(name) === wanted))
}

function suggestionsFor(word: Word, values: readonly ChoiceValue[]): readonly Suggestion[] {
  const { from, to } = word
  // `vendorSeverity:Critical, Important` without its brackets.
  const parts = word.text.split(',').map(part => findChoice(values, part))
  if (parts.length > 1 && parts.every(part => part !== undefined)) {
    const insert = `[${parts.map(part => choiceText(part.name)).join(', ')}]`
    return [{ label: insert, insert, from, to }]
  }
  const start = foldText(word.text.trim()).slice(0, 3)
  return values
    .filter(value => start !== '' && foldText(value.name).startsWith(start))
    .slice(0, 3)
    .map(value => ({ label: value.name, insert: choiceText(value.name), from, to }))
}

/** A name as it stands in a query: in quotes when it is more than one plain word. */
export const choiceText = (name: string): string => (/^[\p{L}\p{N}_-]+$/u.test(name) ? name : `"${name}"`)
