import { wordsOf, foldText, masked, parseAddress, addressText } from '@patchyard/query'
import {
  type AddressMatch,
  childrenOf,
  type DateBound,
  type Entity,
  type QueryNode,
  type QueryTree,
  type Range,
  type SingleTest,
  type Test,
  type TextMatch,
  type Token,
  tokensOf,
} from '@patchyard/query'
import fc from 'fast-check'
import { publicId } from './world.ts'
import { addresses, cveNames, dates, numbers, scores, texts, versions } from './random-world.ts'

const at = { from: 0, to: 0 }

const found = fc.constantFrom<string[]>(
  ...texts.slice(1),
  ...cveNames,
  ...versions,
  'prod',
  'Anna',
  'tag',
  'db 01',
  'before',
  '2001:db8::1',
  'x\0y',
  '\ud800',
)

const textMatch: fc.Arbitrary<TextMatch> = fc.oneof(
  found
    .map(text => wordsOf(text))
    .filter(words => words.length > 0)
    .map((words): TextMatch => ({ kind: 'words', text: words.join(' '), words, quoted: true })),
  found.map((value): TextMatch => ({ kind: 'exact', value })),
  fc
    .tuple(found, fc.array(fc.nat({ max: 12 }), { maxLength: 2 }))
    .map(([text, cuts]) => {
      const folded = foldText(text)
      const [from = 0, to = folded.length] = cuts.toSorted((a, b) => a - b)
      return [folded.slice(0, from), folded.slice(from, to), folded.slice(to)]
    })
    .chain(parts => fc.constantFrom(parts, ['', parts[0] ?? '', ''], [parts[0] ?? '', ''], ['', '']))
    .map((parts): TextMatch => ({ kind: 'wildcard', text: parts.join('*'), parts, quoted: false })),
)

const range = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Range<T>> =>
  fc
    .record({
      low: fc.option(fc.record({ value, included: fc.boolean() }), { nil: null }),
      high: fc.option(fc.record({ value, included: fc.boolean() }), { nil: null }),
    })
    .filter(({ low, high }) => low !== null || high !== null)

const equal = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Range<T>> =>
  value.map(one => ({ low: { value: one, included: true }, high: { value: one, included: true } }))

const dateBound: fc.Arbitrary<DateBound> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...dates), fc.constantFrom(1, 1000, 86_400_000, 31 * 86_400_000))
    .map(([date, length]): DateBound => {
      const fromMs = Date.parse(date)
      return { kind: 'absolute', fromMs, toMs: fromMs + length }
    }),
  fc.record({
    kind: fc.constant('now' as const),
    shifts: fc.array(
      fc.record({
        count: fc.constantFrom(-9_000_000, -167, -7, -1, 0, 1),
        unit: fc.constantFrom('s', 'm', 'h', 'd', 'w', 'M', 'y' as const),
      }),
      { maxLength: 2 },
    ),
    round: fc.constantFrom(null, 'd', 'M', 'y', 'w', 'h' as const),
  }),
)

const addressMatch: fc.Arbitrary<AddressMatch> = fc.oneof(
  fc.tuple(fc.constantFrom(...addresses), fc.nat({ max: 128 })).map(([text, wanted]): AddressMatch => {
    const address = parseAddress(text) ?? { version: 4 as const, groups: [0, 0, 0, 0] }
    const prefix = Math.min(wanted, address.version === 4 ? 32 : 128)
    return { kind: 'network', network: addressText(masked(address, prefix)), prefix, version: address.version }
  }),
  fc
    .constantFrom(...addresses)
    .chain(text => fc.nat({ max: text.length }).map(cut => [text.slice(0, cut), '']))
    .map((parts): AddressMatch => ({ kind: 'wildcard', parts })),
)

const number = (of: readonly number[]): fc.Arbitrary<SingleTest> =>
  fc
    .constantFrom(...of, 0.5, 1.5, 1e300, -1e300)
    .chain(one => fc.oneof(range(fc.constantFrom(one, ...of)), equal(fc.constant(one))))
    .map((r): SingleTest => ({ kind: 'number', ...r }))

const uuid = fc
  .tuple(fc.constantFrom('asset', 'patch', 'job', 'task', 'tag' as const), fc.integer({ min: 1, max: 12 }))
  .map(([what, n]) => publicId(what, n))

/** Tests that fit a token; null for a group, which has no value. */
function singleTest(token: Token): fc.Arbitrary<SingleTest> | null {
  const text = textMatch.map((match): SingleTest => ({ kind: 'text', match }))
  switch (token.type) {
    case 'text':
      return text
    case 'person':
      return fc.oneof(text, fc.constant<SingleTest>({ kind: 'me' }))
    case 'choice':
      return fc.constantFrom(...(token.values ?? [])).map(({ name }): SingleTest => ({ kind: 'choice', value: name }))
    case 'boolean':
      return fc.boolean().map((value): SingleTest => ({ kind: 'boolean', value }))
    case 'integer':
      return number(numbers)
    case 'decimal':
      return number([...scores, ...numbers])
    case 'date':
      return fc.oneof(range(dateBound), equal(dateBound)).map((r): SingleTest => ({ kind: 'date', ...r }))
    case 'version': {
      const version = fc.constantFrom(...versions.slice(1))
      return fc.oneof(range(version), equal(version)).map((r): SingleTest => ({ kind: 'version', ...r }))
    }
    case 'address':
      return addressMatch.map((match): SingleTest => ({ kind: 'address', match }))
    case 'id':
      return uuid.map((value): SingleTest => ({ kind: 'id', value }))
    case 'group':
      return null
  }
}

function test(token: Token): fc.Arbitrary<Test> {
  const absence = fc.constantFrom<Test[]>({ kind: 'null' }, { kind: 'notNull' })
  const single = singleTest(token)
  if (single === null) return absence
  const any = fc.array(single, { minLength: 1, maxLength: 3 }).map((tests): Test => ({ kind: 'any', tests }))
  return fc.oneof({ arbitrary: single, weight: 5 }, { arbitrary: any, weight: 2 }, { arbitrary: absence, weight: 1 })
}

export const clauseOn = (token: Token): fc.Arbitrary<QueryNode> =>
  test(token).map((one): QueryNode => ({ kind: 'clause', token: token.name, test: one, ...at }))

function combined(leaf: fc.Arbitrary<QueryNode>, depth: number): fc.Arbitrary<QueryNode> {
  if (depth === 0) return leaf
  const below = combined(leaf, depth - 1)
  const nodes = fc.array(below, { minLength: 2, maxLength: 3 })
  return fc.oneof(
    leaf,
    nodes.map((all): QueryNode => ({ kind: 'and', nodes: all, ...at })),
    nodes.map((all): QueryNode => ({ kind: 'or', nodes: all, ...at })),
    below.map((node): QueryNode => ({ kind: 'not', node, ...at })),
  )
}

/** Trees that ask for nothing but one group, mostly for one text of its children. */
export function randomGroupTree(entity: Entity, name: string): fc.Arbitrary<QueryTree> {
  const inside = tokensOf(entity).filter(token => token.name === name || token.name.startsWith(`${name}.`))
  const text = inside.filter(token => token.type === 'text').slice(0, 1)
  const children = fc.constantFrom(...text, ...text, ...inside.filter(token => token.type !== 'group')).chain(clauseOn)
  const group = combined(children, 1).map((node): QueryNode => ({ kind: 'group', token: name, node, ...at }))
  const leaf = fc.oneof(children, group, fc.constantFrom(...inside).chain(clauseOn))
  return combined(leaf, 1).map(root => ({ entity, root }))
}

/** Trees as the checker makes them, and with values that no checker lets through. */
export function randomTree(entity: Entity): fc.Arbitrary<QueryTree> {
  const tokens = tokensOf(entity)
  const groups = tokens.filter(token => token.type === 'group')
  const leaves = [
    { arbitrary: fc.constantFrom(...tokens).chain(clauseOn), weight: 8 },
    { arbitrary: textMatch.map((match): QueryNode => ({ kind: 'text', match, ...at })), weight: 1 },
    ...groups.map(group => ({
      arbitrary: combined(fc.constantFrom(...childrenOf(group)).chain(clauseOn), 1).map(
        (node): QueryNode => ({ kind: 'group', token: group.name, node, ...at }),
      ),
      weight: 2,
    })),
  ]
  return combined(fc.oneof(...leaves), 2).map(root => ({ entity, root }))
}
