import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Finished {
  readonly code: number
  /** stdout and stderr in the order they came, as also shown. */
  readonly output: string
}

/** Runs a program, shows what it prints and returns it. `code` is 1 when a signal ended it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour, ...environment },
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      process.stdout.write(chunk)
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }
}

/** Runs a JavaScript tool from node_modules on this Node. */
export const runTool = (
  script: string,
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Finished> => runCommand(process.execPath, [`node_modules/${script}`, ...args], environment)
