import type { Entity } from '../entities.ts'
import { mainTokens } from '../tokens/find-token.ts'
import type { AddressMatch, QueryNode, SingleTest, Test, TextMatch } from '../tree/tree.ts'
import { datePhrase } from './date-phrase.ts'
import { rangePhrase } from './range-phrase.ts'

/** Values of a list that are named; of more, their number is said. */
const MOST_NAMED = 8

/** What a node asks, in plain language. Of what joins clauses it is what is asked of those below it. */
export function sentenceOf(node: QueryNode, entity: Entity): string {
  switch (node.kind) {
    case 'and':
      return 'all of these hold'
    case 'or':
      return 'at least one of these holds'
    case 'not':
      return 'this does not hold'
    case 'group':
      return `there is one of ${node.token} for which all of this holds`
    case 'clause':
      return `${node.token} ${testPhrase(node.test)}`
    case 'text':
      return `${orList(mainTokens(entity))} ${textPhrase(node.match)}`
  }
}

function testPhrase(test: Test): string {
  if (test.kind === 'null') return 'has no value'
  if (test.kind === 'notNull') return 'has a value'
  if (test.kind !== 'any') return phrases[test.kind](test as never)
  const phrasesOf = test.tests.map(one => phrases[one.kind](one as never))
  const [first = ''] = phrasesOf
  // "is A, is B" reads better as "is A or B".
  const verb = sharedVerbs.find(start => phrasesOf.every(phrase => phrase.startsWith(start))) ?? ''
  const rest = phrasesOf.slice(1, MOST_NAMED).map(phrase => phrase.slice(verb.length))
  const more = phrasesOf.length - MOST_NAMED
  return orList([first, ...rest, ...(more > 0 ? [`one of ${more} more`] : [])])
}

const sharedVerbs = ['has the word ', 'is exactly ', 'is ']

const phrases: { readonly [K in SingleTest['kind']]: (test: Extract<SingleTest, { kind: K }>) => string } = {
  text: test => textPhrase(test.match),
  choice: test => `is ${test.value}`,
  boolean: test => `is ${test.value}`,
  id: test => `is ${test.value}`,
  me: () => 'is you',
  number: test =>
    rangePhrase(test, {
      same: n => `is ${n}`,
      above: n => `is more than ${n}`,
      from: n => `is ${n} or more`,
      below: n => `is less than ${n}`,
      upTo: n => `is ${n} or less`,
    }),
  version: test =>
    rangePhrase(test, {
      same: version => `is ${version}`,
      above: version => `is above ${version}`,
      from: version => `is ${version} or above`,
      below: version => `is below ${version}`,
      upTo: version => `is ${version} or below`,
    }),
  date: datePhrase,
  address: test => addressPhrase(test.match),
}

function textPhrase(match: TextMatch): string {
  if (match.kind === 'exact') return `is exactly ${quoted(match.value)}`
  if (match.kind === 'words')
    return match.words.length === 1
      ? `has the word ${quoted(match.text)}`
      : `has the words ${quoted(match.text)} side by side`
  const { parts } = match
  const [first = '', second = '', third] = parts
  if (parts.every(part => part === '')) return 'has a value'
  if (parts.length === 2 && second === '') return `begins with ${quoted(first)}`
  if (parts.length === 2 && first === '') return `ends with ${quoted(second)}`
  if (parts.length === 3 && first === '' && third === '') return `contains ${quoted(second)}`
  return `looks like ${quoted(match.text)}`
}

function addressPhrase(match: AddressMatch): string {
  if (match.kind === 'wildcard') return `looks like ${match.parts.join('*')}`
  const isWhole = match.prefix === (match.version === 4 ? 32 : 128)
  return isWhole ? `is ${match.network}` : `is in the network ${match.network}/${match.prefix}`
}

const quoted = (text: string): string => `“${text}”`

const orList = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
