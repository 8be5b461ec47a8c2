// npm test: on a fresh clone with any Node ≥ 20, installs, builds what tests need, checks everything.
import { runOnPinnedNode } from './house/run.mjs'

runOnPinnedNode(['tools/test/main.ts', ...process.argv.slice(2)])
