// npm run bench [-- name …]: benchmarks of bench/, figures as a Markdown table.
import { ensureBuilt } from './house/built.mjs'
import { runOnPinnedNode } from './house/run.mjs'

runOnPinnedNode(['tools/bench/main.ts', ...process.argv.slice(2)], ensureBuilt)
