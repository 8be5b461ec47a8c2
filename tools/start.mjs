// npm start: on a fresh clone with any Node ≥ 20, installs, builds the page and the agent, starts the server.
import { ensureBuilt } from './house/built.mjs'
import { runOnPinnedNode } from './house/run.mjs'

runOnPinnedNode(['packages/server/src/main.ts', ...process.argv.slice(2)], ensureBuilt)
