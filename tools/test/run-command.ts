import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Finished {
  readonly code: number
  /** stdout and stderr in the order they came, as also shown. */
  readonly output: string
}

export interface Running {
  readonly environment?: Readonly<Record<string, string>>
  /** Shows what is printed when the program has ended, not while another one prints too. */
  readonly held?: boolean
  /** Words that the program is started by. */
  readonly within?: readonly string[]
}

/** Runs a program, shows what it prints and returns it. `code` is 1 when a signal ended it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { environment = {}, held = false, within = [] }: Running = {},
): Promise<Finished> {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const [program = command, ...words] = [...within, command, ...args]
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour, ...environment },
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (!held) process.stdout.write(chunk)
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  const output = Buffer.concat(chunks).toString('utf8')
  if (held) process.stdout.write(output)
  return { code: code ?? 1, output }
}

/** Runs a JavaScript tool from node_modules on this Node. */
export const runTool = (script: string, args: readonly string[], running?: Running): Promise<Finished> =>
  runCommand(process.execPath, [`node_modules/${script}`, ...args], running)
