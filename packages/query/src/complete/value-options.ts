import { choiceText } from '../check/choice-value.ts'
import { staysBare } from '../print/print-value.ts'
import { foldText } from '../text/fold.ts'
import type { Token } from '../tokens/token.ts'
import type { Completion, CompletionOption } from './completion.ts'
import type { Place } from './place.ts'

type ValuePlace = Extract<Place, { kind: 'value' }>

/**
 * Values that are known without data. A bare value may be over already: behind `licensed:true an` the word `and` is offered,
 * with the value before it, because the options replace the value from its beginning.
 */
export function valueOptions(place: ValuePlace): readonly CompletionOption[] {
  const wanted = foldText(place.prefix)
  const values = knownValues(place.token, place.listed).filter(({ label }) => foldText(label).startsWith(wanted))
  return [...values, ...jointsBehind(place)]
}

const value = (label: string, detail: string, insert = label): CompletionOption => ({
  label,
  kind: 'value',
  detail,
  insert,
})

const points = [
  value('now', 'this moment'),
  value('now/d', 'today'),
  value('now-1d', 'a day ago'),
  value('now-7d', 'a week ago'),
  value('now-30d', '30 days ago'),
  value('now-1y', 'a year ago'),
]

const stretches = [
  value('[now-7d .. now]', 'the last week'),
  value('[now-30d .. now]', 'the last 30 days'),
  value('[now/M .. now]', 'this month until now'),
]

function knownValues(token: Token, listed: boolean): readonly CompletionOption[] {
  switch (token.type) {
    case 'choice':
      return (token.values ?? []).map(({ name }) => value(name, '', choiceText(name)))
    case 'boolean':
      return [value('true', ''), value('false', '')]
    case 'person':
      return [value('me', 'whoever asks')]
    case 'date':
      return listed ? points : [...points, ...stretches]
    default:
      return []
  }
}

function jointsBehind({ prefix, listed }: ValuePlace): readonly CompletionOption[] {
  const [, head = '', last = ''] = /^(.*\S)\s+(\S+)$/s.exec(prefix) ?? []
  if (listed || head === '') return []
  return ['and', 'or', 'not']
    .filter(word => word.startsWith(last.toLowerCase()))
    .map(word => ({ label: word, kind: 'keyword', detail: '', insert: `${head} ${word} ` }))
}

const stored = new Set(['text', 'person', 'version', 'address', 'choice'])

/** Whether stored values fit; of fixed sets, whose values are options already, only their counts are news. */
export const storedPrefix = ({ token, prefix }: ValuePlace): Completion['values'] =>
  token.completes === true && stored.has(token.type) ? { token: token.name, prefix } : null

/** A stored value as it is put into a query behind a colon: bare when it is one plain word, otherwise in quotes. */
export function valueText(text: string): string {
  // In double quotes a star would stand for anything.
  if (text.includes('*')) return `\`${text.replace(/[\\`]/g, '\\$&')}\``
  const isPlain = !/\s/.test(text) && text.toLowerCase() !== 'me'
  if (isPlain && staysBare(text, 'inList') && staysBare(text, 'afterColon')) return text
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
