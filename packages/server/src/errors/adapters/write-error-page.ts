// Run by hand after a code was added: node packages/server/src/errors/adapters/write-error-page.ts
import { writeFile } from 'node:fs/promises'
import { errorPage } from '../error-page.ts'

await writeFile(new URL('../../../../../docs/errors.md', import.meta.url), errorPage())
