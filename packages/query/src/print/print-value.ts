import { choiceText } from '../check/choice-value.ts'
import { parser } from '../grammar/query-parser.gen.ts'
import type { AddressMatch, SingleTest, TextMatch } from '../tree/tree.ts'
import { printDate } from '../dates/print-date.ts'

/** Where a value stands: what may stand there without quotes differs. */
type Place = 'afterColon' | 'inList' | 'alone'

/** One value as it stands behind a colon, in a list, or alone. Ranges are not printed here. */
export function printValue(test: SingleTest, place: Place): string {
  switch (test.kind) {
    case 'text':
      return printMatch(test.match, place)
    case 'choice':
      return choiceText(test.value)
    case 'boolean':
      return String(test.value)
    case 'id':
      return test.value
    case 'me':
      return 'me'
    case 'address':
      return printAddress(test.match)
    default:
      return printPoint(test)
  }
}

/** A bound of a range, or the value of an equality. */
export function printBound(test: Extract<SingleTest, { low: unknown }>, side: 'low' | 'high'): string {
  switch (test.kind) {
    case 'date': {
      const bound = test[side]
      return bound === null ? '' : printDate(bound.value)
    }
    default: {
      const bound = test[side]
      return bound === null ? '' : String(bound.value)
    }
  }
}

const printPoint = (test: Extract<SingleTest, { low: unknown }>): string => printBound(test, 'low')

export function printMatch(match: TextMatch, place: Place): string {
  if (match.kind === 'exact') return `\`${match.value.replace(/[\\`]/g, '\\$&')}\``
  if (match.quoted) return inQuotes(match.text)
  if (isPlain.test(match.text) && !keyword.test(match.text)) return match.text
  return staysBare(match.text, place) ? match.text : inQuotes(match.text)
}

const isPlain = /^[\p{L}\p{N}_*][\p{L}\p{N}_*/+-]*$/u
const keyword = /^(and|or|not|is|me)$/i

const inQuotes = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** Where other characters or several words are concerned, the grammar itself is asked. */
export function staysBare(text: string, place: Place): boolean {
  const [before, after] = place === 'afterColon' ? ['x:', ''] : place === 'inList' ? ['x:[', ']'] : ['', '']
  let bare = false
  parser.parse(before + text + after).iterate({
    enter: node => {
      if (node.name === 'Bare' && node.from === before.length && node.to === before.length + text.length) bare = true
    },
  })
  return bare
}

function printAddress(match: AddressMatch): string {
  if (match.kind === 'wildcard') return match.parts.join('*')
  return match.prefix === (match.version === 4 ? 32 : 128) ? match.network : `${match.network}/${match.prefix}`
}
