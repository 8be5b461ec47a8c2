import { readFile } from 'node:fs/promises'
import { registry } from '@patchyard/feeds'
import { expect, it } from 'vitest'
import { feedsPart } from './feeds-page.ts'

it('docs/feeds.md says of the feeds what they are (write-feeds-page.ts writes it)', async () => {
  const page = await readFile(new URL('../../../../../docs/feeds.md', import.meta.url), 'utf8')
  expect(page).toContain(feedsPart(Object.values(registry)))
})
