import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Runs a command of the server's own program on this machine, with this terminal; its exit status. */
export async function runOnHost(args: readonly string[]): Promise<number> {
  const main = fileURLToPath(new URL('../../../server/src/admin/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' })
  const [status] = (await once(child, 'close')) as [number | null]
  return status ?? 1
}
