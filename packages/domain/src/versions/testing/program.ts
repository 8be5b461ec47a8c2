import { type SpawnSyncReturns, spawnSync } from 'node:child_process'

/** Whether the machine can run a program at all. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** Runs a program to its end and returns the lines it printed. Throws when it could not run or did not end with 0. */
export function linesOf(program: string, args: readonly string[], input = ''): string[] {
  const ran: SpawnSyncReturns<string> = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  if (ran.error !== undefined) throw ran.error
  if (ran.status !== 0) throw new Error(`${program} ended with ${ran.status}: ${ran.stderr.slice(0, 500)}`)
  return ran.stdout.split('\n').slice(0, -1)
}
