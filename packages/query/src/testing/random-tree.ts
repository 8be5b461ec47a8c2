// Random trees as `check` makes them: only tokens of the entity, tests that fit their types, words that are words.
import fc from 'fast-check'
import { parseDate } from '../dates/parse-date.ts'
import type { DateBound } from '../dates/date-bound.ts'
import type { Entity } from '../entities.ts'
import { foldText } from '../text/fold.ts'
import { wordsOf } from '../text/words.ts'
import { childrenOf, tokensOf } from '../tokens/find-token.ts'
import type { Token } from '../tokens/token.ts'
import type { QueryNode, QueryTree, Range, SingleTest, Test, TextMatch } from '../tree/tree.ts'

const span = { from: 0, to: 0 }

const words = fc.constantFrom(
  'nginx',
  'Größe',
  'web-01',
  'x_y',
  '7zip',
  'a b',
  'Not a',
  'Red Hat',
  'ＡＢＣ',
  'x:y',
  '--',
  'a,b',
  '[x]',
)

const matches: fc.Arbitrary<TextMatch> = fc.oneof(
  fc.tuple(words, fc.boolean()).map(([text, quoted]): TextMatch => {
    const isOneWord = /^[\p{L}\p{N}_-]*\p{L}[\p{L}\p{N}_-]*$/u.test(text)
    const found = wordsOf(text)
    const how = quoted || !isOneWord
    if (found.length > 0) return { kind: 'words', text, words: found, quoted: how }
    return { kind: 'wildcard', text, parts: ['', foldText(text), ''], quoted: how }
  }),
  fc
    .tuple(
      fc.array(fc.constantFrom('web', 'a b', '%', '_', '\\', '"', 'É'), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
    )
    .map(([parts, ends]): TextMatch => {
      const text = `${ends ? '' : '*'}${parts.join('*')}*`
      return { kind: 'wildcard', text, parts: text.split('*').map(foldText), quoted: true }
    }),
  fc
    .string({ minLength: 1, maxLength: 8 })
    .filter(value => value.trim() !== '')
    .map((value): TextMatch => ({ kind: 'exact', value })),
)

const dates: fc.Arbitrary<DateBound> = fc
  .constantFrom(
    '2015',
    '2024-02',
    '2024-02-29',
    '2024-03-31T12:00Z',
    '2024-03-31T12:00:59+05:30',
    '2024-03-31T12:00:59.5Z',
    'now',
    'now-7d',
    'now+1h-2M',
    'now-1y/M',
  )
  .map(text => {
    const parsed = parseDate(text)
    if ('problem' in parsed) throw new Error(parsed.problem)
    return parsed.bound
  })

/** Equality, one bound, or two in order. `pairs` are in order with something between them. */
const ranges = <T>(value: fc.Arbitrary<T>, pairs: fc.Arbitrary<readonly [T, T]>): fc.Arbitrary<Range<T>> =>
  fc.oneof(
    value.map(v => ({ low: { value: v, included: true }, high: { value: v, included: true } })),
    fc.tuple(value, fc.boolean()).map(([v, included]) => ({ low: { value: v, included }, high: null })),
    fc.tuple(value, fc.boolean()).map(([v, included]) => ({ low: null, high: { value: v, included } })),
    fc
      .tuple(pairs, fc.boolean())
      .map(([[a, b], included]) => ({ low: { value: a, included }, high: { value: b, included } })),
  )

const integers = fc.integer({ min: -5, max: 2000 })
const decimals = fc.constantFrom(-1.5, 0, 0.5, 1e-7, 9.8, 700, 1e15)
const versions = fc.constantFrom('1.24', '1:2.3-4', '3.0.11~rc1+b2', '22.04', 'v2')
const dayPairs = fc
  .constantFrom(['2015', '2016-03'], ['now-7d', 'now'], ['2024-01-01', '2024-03-31'])
  .map(([a = '', b = '']) => {
    const [low, high] = [parseDate(a), parseDate(b)]
    if ('problem' in low || 'problem' in high) throw new Error('a date of the test is none')
    return [low.bound, high.bound] as const
  })

function singleTests(token: Token): fc.Arbitrary<SingleTest> {
  const text = matches.map((match): SingleTest => ({ kind: 'text', match }))
  switch (token.type) {
    case 'choice':
      return fc.constantFrom(...(token.values ?? [])).map(value => ({ kind: 'choice', value: value.name }))
    case 'boolean':
      return fc.boolean().map(value => ({ kind: 'boolean', value }))
    case 'id':
      return fc.uuid().map(value => ({ kind: 'id', value }))
    case 'person':
      return fc.oneof(text, fc.constant<SingleTest>({ kind: 'me' }))
    case 'address':
      return fc.constantFrom<SingleTest>(
        { kind: 'address', match: { kind: 'network', network: '10.0.0.0', prefix: 8, version: 4 } },
        { kind: 'address', match: { kind: 'network', network: '10.0.0.7', prefix: 32, version: 4 } },
        { kind: 'address', match: { kind: 'network', network: 'fe80::', prefix: 10, version: 6 } },
        { kind: 'address', match: { kind: 'network', network: '2001:db8::1', prefix: 128, version: 6 } },
        { kind: 'address', match: { kind: 'wildcard', parts: ['10.0.', ''] } },
        { kind: 'address', match: { kind: 'wildcard', parts: ['fe80:', ''] } },
      )
    case 'integer':
      return ranges(
        integers,
        fc.tuple(integers, fc.integer({ min: 2, max: 9 })).map(([a, width]) => [a, a + width] as const),
      ).map(range => ({ kind: 'number', ...range }))
    case 'decimal':
      return ranges(decimals, fc.constant([-0.5, 7.25] as const)).map(range => ({ kind: 'number', ...range }))
    case 'date':
      return ranges(dates, dayPairs).map(range => ({ kind: 'date', ...range }))
    case 'version':
      return ranges(versions, fc.constant(['1.0', '2.0'] as const)).map(range => ({ kind: 'version', ...range }))
    default:
      return text
  }
}

/** One point, so that it can stand in a list. */
const isPoint = (test: SingleTest): boolean =>
  !('low' in test) ||
  (test.low !== null && test.high !== null && JSON.stringify(test.low) === JSON.stringify(test.high))

const tests = (token: Token): fc.Arbitrary<Test> =>
  fc.oneof(
    { weight: 6, arbitrary: singleTests(token) },
    fc
      .array(singleTests(token).filter(isPoint), { minLength: 2, maxLength: 4 })
      .map((list): Test => ({ kind: 'any', tests: list })),
    fc.constantFrom<Test>({ kind: 'null' }, { kind: 'notNull' }),
  )

function nodes(leaf: fc.Arbitrary<QueryNode>): fc.Arbitrary<QueryNode> {
  const { node } = fc.letrec<{ node: QueryNode }>(tie => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('node').map((inner): QueryNode => ({ kind: 'not', node: inner, ...span })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('node'), { minLength: 2, maxLength: 3 }))
        .map(
          ([kind, parts]): QueryNode => ({
            kind,
            nodes: parts.flatMap(part => (part.kind === kind ? part.nodes : [part])),
            ...span,
          }),
        ),
    ),
  }))
  return node
}

const clauses = (tokens: readonly Token[]): fc.Arbitrary<QueryNode> =>
  fc
    .constantFrom(...tokens)
    .chain(token => tests(token).map((test): QueryNode => ({ kind: 'clause', token: token.name, test, ...span })))

export function trees(entity: Entity): fc.Arbitrary<QueryTree> {
  const plain = clauses(tokensOf(entity).filter(token => token.type !== 'group'))
  const texts = matches.map((match): QueryNode => ({ kind: 'text', match, ...span }))
  const groups = tokensOf(entity)
    .filter(token => token.type === 'group')
    .map(group =>
      nodes(clauses(childrenOf(group))).map((node): QueryNode => ({ kind: 'group', token: group.name, node, ...span })),
    )
  return nodes(fc.oneof({ weight: 6, arbitrary: plain }, texts, ...groups)).map(root => ({ entity, root }))
}
