// How one value is read for each type of token. Null means: refused and reported.
import { addressText, masked, parseAddress, widthOf } from '../addresses/address.ts'
import { shown } from '../problems/shown.ts'
import type { Report } from '../problems/problem.ts'
import type { Word } from '../syntax/expression.ts'
import type { Token, TokenType } from '../tokens/token.ts'
import type { SingleTest } from '../tree/tree.ts'
import { choiceOf } from './choice-value.ts'
import { type OrderedType, orderedTest } from './ordered-values.ts'
import { textMatch, wildcardParts } from './text-match.ts'

export type ReadValue = (word: Word, token: Token, report: Report) => SingleTest | null

export const refuseType = (word: Word, report: Report, message: string): null => {
  report({ code: 'E_QUERY_TYPE', from: word.from, to: word.to, message })
  return null
}

const ordered =
  (type: OrderedType): ReadValue =>
  (word, token, report) =>
    orderedTest(type, { low: { word, included: true }, high: { word, included: true } }, token, word, report)

const publicId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const readers: { readonly [T in Exclude<TokenType, 'group'>]: ReadValue } = {
  text: word => ({ kind: 'text', match: textMatch(word) }),
  person: word =>
    word.style === 'bare' && word.text.toLowerCase() === 'me'
      ? { kind: 'me' }
      : { kind: 'text', match: textMatch(word) },
  choice: choiceOf,
  boolean(word, token, report) {
    const value = word.text.trim().toLowerCase()
    if (value === 'true' || value === 'false') return { kind: 'boolean', value: value === 'true' }
    return refuseType(word, report, `${token.name} is true or false, ${shown(word.text)} is neither`)
  },
  id(word, token, report) {
    const value = word.text.trim().toLowerCase()
    if (publicId.test(value)) return { kind: 'id', value }
    return refuseType(
      word,
      report,
      `${token.name} is an id such as 3f2b8c1e-0d5a-4c77-9b1e-2a6f4d8e9c10, ${shown(word.text)} is none`,
    )
  },
  address: readAddress,
  integer: ordered('integer'),
  decimal: ordered('decimal'),
  date: ordered('date'),
  version: ordered('version'),
}

function readAddress(word: Word, token: Token, report: Report): SingleTest | null {
  const text = word.text.trim()
  if (text.includes('*') && /^[0-9a-f:.*]+$/i.test(text)) {
    return { kind: 'address', match: { kind: 'wildcard', parts: wildcardParts(text) } }
  }
  const [, addressPart = '', prefixPart] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = parseAddress(addressPart)
  const refuse = (reason: string): null =>
    refuseType(
      word,
      report,
      `${token.name} is an IP address, exact, with * or as a network such as 10.0.0.0/8; ${shown(word.text)} ${reason}`,
    )
  if (address === null) return refuse('is none')
  const { version } = address
  const prefix = prefixPart === undefined ? widthOf[version] : Number(prefixPart)
  if (prefix > widthOf[version]) return refuse(`has a prefix above ${widthOf[version]}`)
  const network = addressText(masked(address, prefix))
  return { kind: 'address', match: { kind: 'network', network, prefix, version } }
}
