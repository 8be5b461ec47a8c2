import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AgentPackages } from '../scopes/download-scope.ts'

/** What `tools/package-agent.ts` made; nothing in a checkout where it was not run. */
export function findAgentPackages(): AgentPackages {
  const folder = fileURLToPath(new URL('../../../../../dist/agent/', import.meta.url))
  const files = existsSync(folder)
    ? readdirSync(folder).filter(name => /^patchyard-agent-linux-\w+\.tar\.gz$/.test(name))
    : []
  return {
    folder,
    files: files.sort().map(name => ({
      name,
      arch: /linux-(\w+)\./.exec(name)?.[1] ?? '',
      sha256: readFileSync(join(folder, `${name}.sha256`), 'utf8').slice(0, 64),
    })),
  }
}
