// Runs a script of the checkout on the pinned Node: node tools/on-node.mjs SCRIPT [ARGUMENT …]
import { runOnPinnedNode } from './house/run.mjs'

const args = process.argv.slice(2)
if (args.length === 0) {
  console.error('usage: node tools/on-node.mjs SCRIPT [ARGUMENT …]')
  process.exit(2)
}
runOnPinnedNode(args)
