import { existsSync, realpathSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'

/**
 * How to start npm: the one that started us when there is one, else the `npm` on PATH, always on the Node given.
 * @param {string} node
 */
export function npmCommand(node) {
  const running = process.env.npm_execpath
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)) {
    return { command: node, args: [running] }
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (folder === '' || !existsSync(npm)) continue
    // npm's own file is a script for Node; a wrapper of another kind (asdf, volta) must start by itself.
    const real = realpathSync(npm)
    return real.endsWith('.js') ? { command: node, args: [real] } : { command: npm, args: [] }
  }
  throw new Error('npm was not found on PATH; it is needed once, to install what package-lock.json says')
}

/**
 * Environment for a nested npm: `nodeFolder` first on PATH, and nothing of the outer npm's own run (its prefix, its
 * lifecycle, a workspace it was pointed at), which would make the inner one install elsewhere.
 * @param {string} nodeFolder
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(nodeFolder) {
  const own =
    /^(npm_(lifecycle_|package_|command$|execpath$|node_execpath$|config_(local_prefix|prefix|workspace|global|user_agent|noproxy$|node_gyp))|INIT_CWD$|NODE$)/
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name))
  return { ...Object.fromEntries(kept), PATH: [nodeFolder, process.env.PATH].join(delimiter) }
}
