// Runs a program of this checkout on the Node it is written for. `node_modules/.bin/patchyard` starts with whatever Node
// comes first on PATH; the sources are TypeScript that only the pinned major runs directly, and `node:sqlite` differs
// between majors, so any other major hands over to the pinned Node that stands in node_modules.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installedNode, pinnedVersion, unsupportedMessage } from './pinned-node.mjs'
import { superviseChild } from './supervise-child.mjs'

/**
 * Runs `entry` in this process when this is the pinned major, otherwise in a child on the pinned Node.
 * Ends the process with code 1 and a sentence on stderr when there is no such Node.
 * @param {URL} entry file URL of a TypeScript module that acts on `process.argv`
 */
export async function launch(entry) {
  const major = process.versions.node.split('.')[0]
  if (major === pinnedVersion().split('.')[0]) {
    process.argv[1] = fileURLToPath(entry)
    await import(entry.href)
    return
  }
  const node = installedNode()
  if (node === undefined) {
    console.error(`${unsupportedMessage()}\nThis is Node ${process.versions.node}; run "npm ci" in the checkout first.`)
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(entry), ...process.argv.slice(2)], { stdio: 'inherit' })
  superviseChild(child)
}
