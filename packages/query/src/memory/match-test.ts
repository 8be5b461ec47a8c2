import { isVersionScheme, type VersionOrder, type VersionScheme, versionSchemes } from '@patchyard/domain'
import { addressText, masked, parseAddress } from '../addresses/address.ts'
import { resolveDate } from '../dates/resolve-date.ts'
import type { AddressMatch, Range, SingleTest } from '../tree/tree.ts'
import type { ChoiceValue } from '../tokens/token.ts'
import { matchParts, matchText } from './match-text.ts'
import type { QueryObject, QueryValue } from './query-object.ts'
import { isRecord, isThere } from './read-value.ts'

export interface MatchContext {
  /** Whom `me` means. */
  readonly personId: number | null
  readonly nowMs: number
}

/** One test on one value that is there. `beside` is the record that holds the value, `choices` those of its token. */
export function matchTest(
  test: SingleTest,
  value: QueryValue,
  beside: QueryObject,
  choices: readonly ChoiceValue[],
  context: MatchContext,
): boolean {
  switch (test.kind) {
    case 'text':
      return textsOf(value).some(text => matchText(test.match, text))
    case 'choice':
      return choices.some(choice => choice.name === test.value && choice.stored === value)
    case 'boolean':
      return value === test.value
    case 'id':
      return value === test.value
    case 'me':
      return isRecord(value) && context.personId !== null && value['id'] === context.personId
    case 'number':
      return typeof value === 'number' && inRange(test, bound => orderOf(value, bound))
    case 'date':
      return typeof value === 'string' && inTime(test, Date.parse(value), context.nowMs)
    case 'version':
      return typeof value === 'string' && inRange(test, bound => versionSchemes[schemeOf(beside)].compare(value, bound))
    case 'address':
      return typeof value === 'string' && matchAddress(test.match, value)
  }
}

/** A person is found by name and by address. */
function textsOf(value: QueryValue): string[] {
  if (typeof value === 'string') return [value]
  if (!isRecord(value)) return []
  return [value['name'], value['email']].filter(text => typeof text === 'string' && isThere(text)) as string[]
}

const orderOf = (a: number, b: number): VersionOrder => (a < b ? -1 : a > b ? 1 : 0)

/** `order` tells where the value lies from a bound. */
function inRange<T>({ low, high }: Range<T>, order: (bound: T) => VersionOrder): boolean {
  if (low !== null && !(order(low.value) > 0 || (low.included && order(low.value) === 0))) return false
  return high === null || order(high.value) < 0 || (high.included && order(high.value) === 0)
}

/** A bound is a stretch of time: the whole of it belongs to what is included, and none of it to what is not. */
function inTime({ low, high }: Extract<SingleTest, { kind: 'date' }>, atMs: number, nowMs: number): boolean {
  const where = (stretch: { fromMs: number; toMs: number }): VersionOrder =>
    atMs < stretch.fromMs ? -1 : atMs >= stretch.toMs ? 1 : 0
  return inRange(
    {
      low: low === null ? null : { value: resolveDate(low.value, nowMs), included: low.included },
      high: high === null ? null : { value: resolveDate(high.value, nowMs), included: high.included },
    },
    where,
  )
}

/** Versions of systems and agents have no package manager: numbers between dots, as winget orders them. */
const schemeOf = ({ scheme }: QueryObject): VersionScheme =>
  typeof scheme === 'string' && isVersionScheme(scheme) ? scheme : 'winget'

function matchAddress(match: AddressMatch, text: string): boolean {
  const address = parseAddress(text)
  if (address === null) return false
  if (match.kind === 'wildcard') return matchParts(match.parts, addressText(address))
  const network = parseAddress(match.network)
  if (network === null || network.version !== match.version || address.version !== match.version) return false
  return masked(address, match.prefix).groups.every((bits, i) => bits === network.groups[i])
}
