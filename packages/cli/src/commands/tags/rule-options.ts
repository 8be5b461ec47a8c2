import { ApiError, type TagRule } from '@patchyard/api'
import { type Command, Option } from 'commander'
import type { Printer } from '../../output/printer.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { CliConfigError } from '../../session/cli-config.ts'
import { type Pointed, pointAt } from '../query/point-at.ts'

export interface RuleOptions {
  readonly query?: string
  readonly rule?: string
}

export const ruleOptions = (command: Command): Command =>
  command
    .option('--query <query>', 'asset query that decides who carries it; "-" reads it from standard input')
    .addOption(new Option('--rule <file>', 'rule as JSON (docs/tags.md); "-" is standard input').conflicts('query'))

/** null: neither was given. The server says what is wrong with a rule; here it only has to be JSON. */
export async function asRule(context: CommandContext, { query, rule }: RuleOptions): Promise<TagRule | null> {
  if (query !== undefined) {
    return { kind: 'query', query: query === '-' ? (await context.readText('-')).trim() : query }
  }
  if (rule === undefined) return null
  const text = await context.readText(rule)
  try {
    return JSON.parse(text) as TagRule
  } catch {
    throw new CliConfigError('config_invalid', `${rule} is no JSON`)
  }
}

/** Runs what sends a rule; mistakes are shown in the parts where they are before the refusal goes on. */
export async function sayingRule(rule: TagRule | null, printer: Printer, ask: () => Promise<void>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (error instanceof ApiError && rule !== null) {
      for (const problem of error.errors) printer.note(`${pointInRule(rule, problem)}\n`)
    }
    throw error
  }
}

/** The part's text with carets under the mistake; `path` of a problem is a JSON pointer into the rule. */
export function pointInRule(rule: TagRule, problem: Pointed & { readonly path?: string }): string {
  const path = problem.path ?? ''
  let at: unknown = rule
  for (const step of path.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[step]
  const text = typeof at === 'string' ? at : ''
  return text === '' ? `${problem.message} [${problem.code}]` : pointAt(text, problem)
}
