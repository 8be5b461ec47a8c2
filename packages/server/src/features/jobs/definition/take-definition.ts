import { checkDefinition, type DefinitionProblem, type JobDefinition, type Schedule } from '@patchyard/domain'
import { Problem } from '../../../errors/problem.ts'
import { readQuery } from '../../../queries/read-query.ts'

/** Body of a request beside its definition. */
const others = ['name', 'enable']

/**
 * The definition in a body, tidy. `before`: what it replaces, whose start may be over by now. Throws Problem `job_invalid` with
 * everything that is wrong, or `query_invalid`.
 */
export function takeDefinition(body: object, nowMs: number, before?: JobDefinition): JobDefinition {
  const parts = Object.fromEntries(Object.entries(body).filter(([name]) => !others.includes(name)))
  const loose = checkDefinition(parts)
  const keepsStart = startOf(loose.definition?.schedule) === startOf(before?.schedule)
  const { definition, problems } = before !== undefined && keepsStart ? loose : checkDefinition(parts, { nowMs })
  if (definition === null) throw invalid(problems)
  if (definition.patches.from === 'query') requireQuery(definition.patches.query)
  return definition
}

const startOf = (schedule: Schedule | null | undefined): string | null =>
  schedule === null || schedule === undefined || schedule.type === 'onDemand'
    ? null
    : `${schedule.start} ${schedule.zone}`

/** The first problem as the sentence, and all of them. */
export function invalid(
  problems: readonly DefinitionProblem[],
  code: 'job_invalid' | 'conflict' = 'job_invalid',
): Problem {
  const [first] = problems
  return new Problem(code, {
    ...(first === undefined ? {} : { detail: first.message, field: first.at }),
    problems: problems.map(one => ({ code: one.code, at: one.at, message: one.message })),
  })
}

function requireQuery(text: string): void {
  try {
    readQuery('patch', text, 'query')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { ...error.extras, field: '/patches/query' }, error)
  }
}
