// Run by hand after a provider changed: node packages/server/src/features/systems/adapters/write-systems-page.ts
import { writeFile } from 'node:fs/promises'
import { systemsPage } from '../systems-page.ts'

await writeFile(new URL('../../../../../../docs/supported-systems.md', import.meta.url), systemsPage())
