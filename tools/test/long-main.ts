// npm run test:long [-- FILTER …]
import { longParts } from './parts.ts'
import { runParts } from './run-parts.ts'

process.exitCode = await runParts(longParts, process.argv.slice(2), process.env.PATCHYARD_TEST_ALL === '1')
