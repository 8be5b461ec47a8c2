import { spawn } from 'node:child_process'
import { compileCache } from './compile-cache.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { checkout } from './pinned-node.mjs'
import { superviseChild } from './supervise-child.mjs'

/**
 * Installs what is missing, then runs a script of the checkout on the pinned Node and ends as it ends.
 * @param {string[]} args script, relative to the checkout, and its arguments
 * @param {(node: string) => void} [prepare] work to do before, with the path of the pinned Node; may throw
 */
export function runOnPinnedNode(args, prepare) {
  try {
    const node = ensureDependencies()
    prepare?.(node)
    const env = { NODE_COMPILE_CACHE: compileCache(), ...process.env }
    superviseChild(spawn(node, args, { cwd: checkout, stdio: 'inherit', env }))
  } catch (error) {
    console.error(`patchyard: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}
