import { readFile } from 'node:fs/promises'
import { describe, expect, it, test } from 'vitest'
import { check } from '../check/check.ts'
import { entities } from '../entities.ts'
import { tokensOf } from '../tokens/find-token.ts'
import { referencePage } from './reference-page.ts'
import { syntaxRows } from './syntax-rows.ts'

test('docs/query-language.md is what the tokens say', async () => {
  // After a change: node packages/query/src/testing/adapters/write-reference-page.ts
  expect(await readFile(new URL('../../../../docs/query-language.md', import.meta.url), 'utf8')).toBe(referencePage())
})

describe('every example of the page is understood', () => {
  const examples = entities.flatMap(entity => tokensOf(entity).map(token => [entity, token.example] as const))
  it.each([...syntaxRows.map(({ entity, example }) => [entity, example] as const), ...examples])(
    '%s: %s',
    (entity, example) => {
      expect(check(example, { entity }).errors).toEqual([])
    },
  )
})
