import type { CommandContext } from '../session/command-context.ts'

/** Ids as they were given, or, where "-" is among them, those on standard input, one a line. */
export async function idsOf(context: CommandContext, given: readonly string[]): Promise<string[]> {
  if (!given.includes('-')) return [...given]
  return (await context.readText('-'))
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}
