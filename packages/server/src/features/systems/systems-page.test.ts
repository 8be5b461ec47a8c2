import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { systemsPage } from './systems-page.ts'

it('docs/supported-systems.md says what the providers say (write-systems-page.ts writes it)', async () => {
  const page = await readFile(new URL('../../../../../docs/supported-systems.md', import.meta.url), 'utf8')
  expect(page).toBe(systemsPage())
})
