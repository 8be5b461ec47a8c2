// Run by hand after tokens were changed: node packages/query/src/reference/adapters/write-reference-page.ts
import { writeFile } from 'node:fs/promises'
import { referencePage } from '../reference-page.ts'

await writeFile(new URL('../../../../../docs/query-language.md', import.meta.url), referencePage())
