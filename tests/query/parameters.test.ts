import { readFileSync } from 'node:fs'
import {
  compileList,
  compileAssetCounts,
  compileMatches,
  compileObject,
  compilePatchCounts,
  compileScopePrint,
  compileStream,
  compileValues,
  type Entity,
  entities,
  findToken,
  type QueryContext,
  type QueryNode,
  type QueryTree,
  type SingleTest,
  type SqlFragment,
  statementOf,
  type Test,
  type TextMatch,
  type Token,
  tokensAsked,
  tokensOf,
} from '@patchyard/query'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomTree } from './world/random-tree.ts'

const everybody: QueryContext = { subscriptionId: 7, scope: { kind: 'all' }, personId: 3, nowMs: 1.7e12 }
const scoped: QueryContext = { ...everybody, scope: { kind: 'tags', tagIds: [41, 42] } }

const AS_OF_MS = 1.6e12
const past: QueryContext = { ...everybody, asOfMs: AS_OF_MS }
const pastScoped: QueryContext = { ...scoped, asOfMs: AS_OF_MS }

/** Only assets and patches have a past, and only some of what is said of them. */
const hasPast = (entity: Entity): boolean => entity === 'asset' || entity === 'patch'
const tokensIn = (entity: Entity, { asOfMs }: QueryContext): readonly Token[] =>
  tokensOf(entity).filter(token => asOfMs === undefined || token.hasNoPast !== true)
const isAnswered = (tree: QueryTree, { asOfMs }: QueryContext): boolean =>
  asOfMs === undefined ||
  (hasPast(tree.entity) && tokensAsked(tree).every(name => findToken(tree.entity, name)?.hasNoPast !== true))

const sortOf: { readonly [E in Entity]: string } = {
  asset: 'name',
  patch: 'title',
  job: 'name',
  task: 'status',
  vulnerability: 'cve',
  audit: 'n',
}

/** Every statement that a tree can become. */
function statements(query: QueryTree, context: QueryContext): SqlFragment[] {
  const { entity } = query
  const sort = { token: sortOf[entity], descending: true }
  const other: Entity | null = entity === 'asset' ? 'patch' : entity === 'patch' ? 'asset' : null
  const facets = tokensIn(entity, context).filter(token => token.facet === true)
  const states = ['missing', 'installed', 'latestMissing', null] as const
  const requests = [
    { entity, query, sort },
    ...(other === null
      ? []
      : states
          .filter(status => status !== 'latestMissing' || context.asOfMs === undefined)
          .flatMap(status => [
            { entity, query, sort, status },
            { entity, query: { entity, root: null }, sort, status, having: { entity: other, root: null } },
            {
              entity: other,
              query: { entity: other, root: null },
              sort: { ...sort, token: sortOf[other] },
              status,
              having: query,
            },
          ])),
  ]
  return [
    compileMatches(query, [1, 2], context),
    ...requests.flatMap(request => {
      const list = compileList({ ...request, after: ['x', 1], limit: 50 }, context)
      return [
        list.page,
        list.count,
        compileStream(request, context),
        list.countWithFacets(request.entity === entity ? facets.slice(0, 12).map(token => token.name) : []),
        ...(request.entity === entity ? facets.map(token => list.facet(token.name)) : []),
      ]
    }),
  ]
}

/** Statements without a tree. */
const plainStatements = (entity: Entity, context: QueryContext): SqlFragment[] => [
  compileObject(
    entity,
    tokensIn(entity, context).map(token => token.name),
    1,
    context,
  ),
  ...tokensIn(entity, context)
    .filter(token => token.completes === true)
    .flatMap(token => [20, 100_000].map(limit => compileValues(entity, token.name, 'a', context, limit))),
  ...(context.asOfMs === undefined ? [compileScopePrint(context)] : []),
  ...(entity === 'asset' ? [compileAssetCounts([1], context)] : []),
  ...(entity === 'patch' ? [compilePatchCounts([1], context)] : []),
]

describe('no statement goes around subscription and scope', () => {
  const schema = readFileSync(new URL('../../packages/server/src/database/schema.sql', import.meta.url), 'utf8')
  const tables = [...schema.matchAll(/^create table (\w+)/gm)].map(match => match[1]).filter(name => name !== 'person')
  const used = new RegExp(`(?<![.\\w])(${tables.join('|')}) (?!on |where |group |order )([a-z]+)\\b`, 'g')

  /** Tables behind the wall that the text reads without holding them to the subscription, with their aliases. */
  function unheld({ strings, values }: SqlFragment): string[] {
    const text = strings.reduce((before, string, i) => `${before}{${JSON.stringify(values[i - 1])}}${string}`)
    const found = [...text.matchAll(used)]
    expect(found.length).toBeGreaterThan(0)
    return found.flatMap(([, table = '', alias = '']) => {
      const column = `${alias}.subscription_id`
      const held = [`${column} = {7}`, `${column} in ({7}, 0)`, `${column} = 0`].some(condition =>
        text.includes(condition),
      )
      return held ? [] : [`${table} ${alias}`]
    })
  }

  it('which this test would see', () => {
    const fragment: SqlFragment = {
      strings: ['select 1 from asset a join finding f on true where a.subscription_id = ', ''],
      values: [7],
    }
    expect(unheld(fragment)).toEqual(['finding f'])
  })

  it.each(entities)(
    '%s: every table of every statement is held to the subscription',
    entity => {
      fc.assert(
        fc.property(randomTree(entity), fc.constantFrom(everybody, scoped, past, pastScoped), (tree, context) => {
          fc.pre(isAnswered(tree, context))
          for (const fragment of statements(tree, context)) expect(unheld(fragment)).toEqual([])
        }),
        { numRuns: 25 },
      )
      for (const context of hasPast(entity) ? [everybody, scoped, past, pastScoped] : [everybody, scoped]) {
        for (const fragment of plainStatements(entity, context)) expect(unheld(fragment)).toEqual([])
      }
    },
    60_000,
  )

  it.each(entities)(
    "%s: every statement of somebody with a scope has that scope's tags, and no other has",
    entity => {
      const tags = ({ values }: SqlFragment): boolean => values.some(value => JSON.stringify(value) === '[41,42]')
      fc.assert(
        fc.property(randomTree(entity), tree => {
          expect(statements(tree, scoped).filter(fragment => !tags(fragment))).toEqual([])
          if (isAnswered(tree, pastScoped))
            expect(statements(tree, pastScoped).filter(fragment => !tags(fragment))).toEqual([])
          expect(statements(tree, everybody).filter(tags)).toEqual([])
        }),
        { numRuns: 25 },
      )
      expect(plainStatements(entity, scoped).filter(fragment => !tags(fragment))).toEqual([])
    },
    60_000,
  )

  it.each(entities.filter(entity => entity !== 'job'))(
    '%s: every statement about licensed assets alone asks for the licence, and no other does',
    entity => {
      const asks = ({ strings }: SqlFragment): boolean => strings.some(string => string.includes('and la.licensed'))
      for (const context of [everybody, scoped]) {
        const licensed = plainStatements(entity, { ...context, licensedOnly: true })
        expect(licensed.filter(fragment => !asks(fragment))).toEqual([])
        expect(plainStatements(entity, context).filter(asks)).toEqual([])
      }
    },
  )

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53, '7' as unknown as number, "7'; drop table asset; --" as unknown as number])(
    'a subscription %s or such a tag is refused before there is a statement',
    id => {
      const query: QueryTree = { entity: 'asset', root: null }
      expect(() => compileMatches(query, [], { ...everybody, subscriptionId: id })).toThrow(RangeError)
      const context: QueryContext = { ...everybody, scope: { kind: 'tags', tagIds: [1, id] } }
      expect(() => compileMatches(query, [], context)).toThrow(RangeError)
    },
  )
})

/** The shapes in which a tree stands in a statement: alone, and as a second query. */
function few(query: QueryTree): SqlFragment[] {
  const { entity } = query
  const alone = compileMatches(query, [1], everybody)
  if (entity !== 'asset' && entity !== 'patch') return [alone]
  const other = entity === 'asset' ? 'patch' : 'asset'
  const everything: QueryTree = { entity: other, root: null }
  const sort = { token: sortOf[other], descending: false }
  const request = { entity: other, query: everything, having: query, status: 'missing', sort } as const
  return [alone, compileStream(request, everybody)]
}

/** Attacks on texts, identifiers, patterns, arrays, casts and encodings. */
const hostile = [
  "x'; drop table asset; --",
  "' or 1=1 --",
  "') or true --",
  '"; select pg_sleep(10); --',
  '$1',
  '$$',
  '%_\\',
  "\\'; --",
  'a/*',
  '*/ union select',
  '{1,2}',
  '"}',
  '::regclass',
  'ʼ or ＇1＇=＇1',
  '\u202E',
  'x\0y',
  '\uD800',
] as const

const at = { from: 0, to: 0 }

/** A test with that value in it, for each kind of value that a text can become. */
const carriers: Readonly<Record<string, (value: string) => SingleTest>> = {
  words: value => text({ kind: 'words', text: value, words: [value, value], quoted: true }),
  exact: value => text({ kind: 'exact', value }),
  wildcard: value => text({ kind: 'wildcard', text: value, parts: [value, value, ''], quoted: false }),
  id: value => ({ kind: 'id', value }),
  version: value => ({
    kind: 'version',
    low: { value, included: true },
    high: { value: `${value}1`, included: false },
  }),
  addressWildcard: value => ({ kind: 'address', match: { kind: 'wildcard', parts: [value, ''] } }),
  network: value => ({ kind: 'address', match: { kind: 'network', network: value, prefix: 8, version: 4 } }),
}
const text = (match: TextMatch): SingleTest => ({ kind: 'text', match })

const fits: Readonly<Record<string, readonly string[]>> = {
  text: ['words', 'exact', 'wildcard'],
  person: ['words', 'exact', 'wildcard'],
  id: ['id'],
  version: ['version'],
  address: ['addressWildcard', 'network'],
}

describe('a hostile value reaches SQL only as a parameter', () => {
  const positions = entities.flatMap(entity =>
    tokensOf(entity).flatMap(token => (fits[token.type] ?? []).map(carrier => [entity, token.name, carrier] as const)),
  )

  it.each(positions)('%s %s as %s', (entity, token, carrier) => {
    const treeWith = (value: string): QueryTree => {
      const single = carriers[carrier]?.(value) as SingleTest
      const clause = (test: Test): QueryNode => ({ kind: 'clause', token, test, ...at })
      const nodes: QueryNode[] = [
        clause(single),
        { kind: 'not', node: clause(single), ...at },
        clause({ kind: 'any', tests: [single, single] }),
      ]
      return { entity, root: { kind: 'or', nodes, ...at } }
    }
    for (const value of hostile) {
      const given = few(treeWith(value))
      for (const fragment of given) {
        const statement = statementOf(fragment)
        // "$1" is what the text is full of.
        if (value.length > 2) expect(statement.text).not.toContain(value)
        expect(statement.text).not.toMatch(/drop table|pg_sleep|union select|or 1=1/)
      }
      if (!value.isWellFormed() || value.includes('\0') || carrier === 'id') continue
      const harmless = few(treeWith('harmless'))
      expect(given.map(one => statementOf(one).text)).toEqual(harmless.map(one => statementOf(one).text))
    }
  })

  it.each(entities)('%s: text without a token, prefixes, cursors', entity => {
    const asked = (value: string): string[] => {
      const root: QueryNode = {
        kind: 'text',
        match: { kind: 'words', text: value, words: [value], quoted: true },
        ...at,
      }
      const tree: QueryTree = { entity, root }
      const sort = { token: sortOf[entity], descending: false }
      const page = compileList({ entity, query: tree, sort, after: [value, value], limit: 1 }, scoped).page
      const values = tokensOf(entity)
        .filter(token => token.completes === true)
        .map(token => compileValues(entity, token.name, value, scoped))
      return [page, ...values].map(fragment => statementOf(fragment).text)
    }
    const wellFormed = hostile.filter(value => value.isWellFormed() && !value.includes('\0'))
    for (const value of wellFormed) expect(asked(value)).toEqual(asked('harmless'))
  })

  it.each(['name"; --', 'constructor', '__proto__', 'toString', 'name.x', ''])(
    'the token "%s", which no checker lets through, is refused and not written',
    token => {
      const root: QueryNode = { kind: 'clause', token, test: { kind: 'notNull' }, ...at }
      const code = { code: 'E_QUERY_TREE' }
      const tree: QueryTree = { entity: 'asset', root }
      expect(() => compileMatches(tree, [1], everybody)).toThrow(expect.objectContaining(code))
      expect(() => compileObject('asset', [token], 1, everybody)).toThrow(expect.objectContaining(code))
      expect(() => compileValues('asset', token, '', everybody)).toThrow(expect.objectContaining(code))
      const sort = { token, descending: false }
      const query: QueryTree = { entity: 'asset', root: null }
      expect(() => compileStream({ entity: 'asset', query, sort }, everybody)).toThrow(expect.objectContaining(code))
    },
  )
})

describe('every word of the language has a home', () => {
  it.each(entities.flatMap(entity => tokensOf(entity).map(token => [entity, token.name, token] as const)))(
    '%s %s',
    (entity, name, token) => {
      const root: QueryNode = { kind: 'clause', token: name, test: { kind: 'notNull' }, ...at }
      expect(() => compileMatches({ entity, root }, [1], everybody)).not.toThrow()
      if (token.sortable === true) {
        const request = { entity, query: { entity, root: null }, sort: { token: name, descending: false } }
        expect(() => compileStream(request, everybody)).not.toThrow()
      }
    },
  )

  it.each(entities)('%s: every test that fits a token compiles', entity => {
    fc.assert(
      fc.property(randomTree(entity), tree => {
        compileMatches(tree, [1], scoped)
      }),
      { numRuns: 300 },
    )
  })
})
