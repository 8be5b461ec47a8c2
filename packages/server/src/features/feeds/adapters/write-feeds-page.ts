// Run by hand after a feed changed its terms, options or addresses: node packages/server/src/features/feeds/adapters/write-feeds-page.ts
import { readFile, writeFile } from 'node:fs/promises'
import { registry } from '@patchyard/feeds'
import { FEEDS_BEGIN, FEEDS_END, feedsPart } from '../feeds-page.ts'

const page = new URL('../../../../../../docs/feeds.md', import.meta.url)
const text = await readFile(page, 'utf8')
const [before = '', rest = ''] = text.split(FEEDS_BEGIN)
const [, after = ''] = rest.split(FEEDS_END)
await writeFile(page, `${before}${feedsPart(Object.values(registry))}${after}`)
