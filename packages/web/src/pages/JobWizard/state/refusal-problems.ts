import { ApiError } from '@patchyard/api'
import { sentence, type WizardProblem } from './draft-problems.ts'

/** Whether a pointer names something at or below another; '' is the whole. */
export const isUnder = (pointer: string, at: string): boolean =>
  pointer === '' || at === pointer || at.startsWith(`${pointer}/`)

/** What the server found wrong, by the places it names; a refusal of another sort has none, and is said as a whole. */
export function problemsOfRefusal(error: unknown): readonly WizardProblem[] {
  if (!(error instanceof ApiError)) return []
  if (error.problems.length > 0)
    return error.problems.map(({ at, message }) => ({ at, message: sentence(at, message) }))
  // A query that was refused names its field with dots or slashes, as the body has it.
  const at = error.field === undefined ? '' : `/${error.field.replace(/^\//, '').replaceAll('.', '/')}`
  if (at !== '' && error.errors.length > 0) return error.errors.map(({ message }) => ({ at, message }))
  return at === '' ? [] : [{ at, message: error.message }]
}
