// Run by hand after tokens were changed: node packages/query/src/testing/adapters/write-reference-page.ts
import { writeFile } from 'node:fs/promises'
import { referencePage } from '../../reference/reference-page.ts'

await writeFile(new URL('../../../../../docs/query-language.md', import.meta.url), referencePage())
