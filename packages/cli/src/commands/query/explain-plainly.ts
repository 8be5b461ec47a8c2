import { check, type ClausePlace, type Entity, explainPlainly } from '@patchyard/query'
import { safeText } from '../../output/safe-text.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { pointAt } from './point-at.ts'
import { jsonOf } from './query-check.ts'

/** What each clause asks, in sentences: no counts, so no server. Mistakes are told as `check` tells them. */
export function sayPlainly(
  context: CommandContext,
  { entity, text, json }: { readonly entity: Entity; readonly text: string; readonly json: boolean },
): void {
  const result = check(text, { entity })
  const printer = context.printer(json)
  if (result.tree === null) {
    context.setExitCode(exitCodes.usage)
    if (json) printer.result(jsonOf(result), () => '')
    else printer.note(result.errors.map(problem => pointAt(text, problem)).join('\n\n'))
    return
  }
  const clauses = explainPlainly(result.tree)
  printer.result({ clauses }, () => (clauses.length === 0 ? 'everything in scope' : clauses.map(lineOf).join('\n')))
}

const lineOf = ({ depth, sentence }: ClausePlace): string => `${'  '.repeat(depth)}${safeText(sentence)}`
