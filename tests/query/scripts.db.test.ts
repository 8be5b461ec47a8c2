import { readdirSync, readFileSync } from 'node:fs'
import { check, type Entity, type QueryTree } from '@patchyard/query'
import { hostileTexts } from '@patchyard/query/testing'
import { testDatabase, type TestDatabase } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askMemory, askSql } from './both-back-ends.ts'
import { readScript, type ScriptLine } from './read-script.ts'
import { fixtureWorld, NOW_MS } from './world/fixture-world.ts'
import { insertWorld } from './world/insert-world.ts'

let db: TestDatabase
const world = fixtureWorld(7)

beforeAll(async () => {
  db = await testDatabase()
  await insertWorld(db, world)
  // The same again next door: whatever is found twice has gone through the wall.
  await insertWorld(db, fixtureWorld(8))
})
afterAll(() => db[Symbol.asyncDispose]())

const letters: { readonly [E in Entity]: string } = {
  asset: 'a',
  patch: 'p',
  job: 'j',
  task: 't',
  vulnerability: 'v',
  audit: 'r',
}
const named = (entity: Entity, places: readonly number[]): string =>
  places.map(i => `${letters[entity]}${i + 1}`).join(' ')

function treeOf(text: string, entity: Entity): QueryTree {
  const { tree, errors } = check(text, { entity })
  if (tree === null) throw new Error(errors.map(e => `${e.from}-${e.to} ${e.message}`).join('; '))
  return tree
}

function askerOf({ scope }: ScriptLine): Asker {
  const places = scope?.map(name => world.tags.findIndex(tag => tag.name === name)) ?? null
  if (places?.includes(-1) === true) throw new Error('no such tag')
  return { world, scope: places, person: 0, nowMs: NOW_MS }
}

for (const file of readdirSync(new URL('scripts', import.meta.url)).sort()) {
  describe(`script ${file}`, () => {
    const lines = readScript(readFileSync(new URL(`scripts/${file}`, import.meta.url), 'utf8'))
    it.each(lines.map(line => [line.line, line.text, line] as const))('%i: %s', async (_n, _text, line) => {
      const { entity } = line
      const other = entity === 'asset' ? 'patch' : 'asset'
      const asked = {
        query: treeOf(line.query, entity),
        having: line.having === null ? null : treeOf(line.having, other),
        status: line.status,
      }
      const asker = askerOf(line)
      const answers = {
        sql: named(entity, await askSql(db, asker, asked)),
        memory: named(entity, askMemory(asker, asked)),
      }
      const expected = line.expected.join(' ')
      expect(answers).toEqual({ sql: expected, memory: expected })
    })
  })
}

// Wildcards that a matcher which tries again would never come to the end of; names of hosts are at most 255 characters long.
const bombs: readonly (readonly [string, string])[] = [
  ['a star behind each letter', `name:${'a*'.repeat(2000)}b`],
  ['… in quotes', `name:"*${'a*'.repeat(2000)}b"`],
  ['… as text', `${'*a'.repeat(2000)}*`],
  ['… in an address', `interfaces.address:${'*0*.'.repeat(1000)}*`],
  ['… negated', `not name:${'*e'.repeat(2000)}`],
  ['… among packages', `software:(name:${'*n'.repeat(1000)}* and version<1)`],
  [
    '500 of them',
    Array<string>(500)
      .fill(`name:${'*a'.repeat(10)}`)
      .join(' or '),
  ],
]

describe('texts that are made to cost time or space, where the language takes them', () => {
  it.each([...hostileTexts, ...bombs])('%s: both answer, and alike', async (_name, text) => {
    const { tree, errors } = check(text, { entity: 'asset' })
    // Never a filter that silently widens: what is refused has no tree, what is not empty is a filter.
    expect(tree === null).toBe(errors.length > 0)
    if (tree === null) return
    expect(tree.root === null).toBe(text.trim() === '')
    const asker: Asker = { world, scope: null, person: 0, nowMs: NOW_MS }
    const begun = process.hrtime.bigint()
    const fromSql = await askSql(db, asker, { query: tree })
    const ms = Number(process.hrtime.bigint() - begun) / 1e6
    expect(fromSql).toEqual(askMemory(asker, { query: tree }))
    expect(ms).toBeLessThan(2000)
  })
})
