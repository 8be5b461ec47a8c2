import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { testDatabase } from '../testing/index.ts'
import { dumpSchema } from './dump-schema.ts'
import { generateTypes } from './generate-types.ts'

const committed = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')
// After a new migration: node packages/server/src/database/adapters/write-generated.ts
test('schema.sql and schema.gen.ts are what the migrations make', async () => {
  await using db = await testDatabase()
  const client = {
    query: async (text: string, values?: unknown[]) => ({ rows: await db.owner(text, values) }),
  } as unknown as Parameters<typeof dumpSchema>[0]
  expect(await dumpSchema(client)).toBe(await committed('./schema.sql'))
  expect(await generateTypes(client)).toBe(await committed('./schema.gen.ts'))
})
