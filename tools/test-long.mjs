// npm run test:long: what is too long for every change. Results belong into docs/long-tests.md.
import { runOnPinnedNode } from './house/run.mjs'

runOnPinnedNode(['tools/test/long-main.ts', ...process.argv.slice(2)])
