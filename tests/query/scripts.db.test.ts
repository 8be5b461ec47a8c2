import { readdirSync, readFileSync } from 'node:fs'
import { check, type Entity, type QueryTree } from '@patchyard/query'
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

const letters: { readonly [E in Entity]: string } = { asset: 'a', patch: 'p', job: 'j', task: 't', vulnerability: 'v' }
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
