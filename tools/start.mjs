// npm start: on a fresh clone with any Node ≥ 20, installs, builds the page and the agent, starts the server.
import { ensureBuilt } from './house/built.mjs'
import { runOnPinnedNode } from './house/run.mjs'

// Young objects in 4 MiB: with V8's own choice a server with 1,000 idle agents keeps 322 MiB resident, with this 199
// (bench/bells.ts); what a request costs did not change.
runOnPinnedNode(['--max-semi-space-size=4', 'packages/server/src/main.ts', ...process.argv.slice(2)], ensureBuilt)
