// Run by hand after query.grammar was changed: node packages/query/src/testing/adapters/write-parser.ts
import { writeFile } from 'node:fs/promises'
import { generateParser } from './generate-parser.ts'

for (const [name, text] of Object.entries(await generateParser())) {
  await writeFile(new URL(`../../grammar/${name}`, import.meta.url), text)
}
