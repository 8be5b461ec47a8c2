import type { ProfilesDone } from '@patchyard/api'
import { Problem } from '../../errors/problem.ts'

/**
 * One transaction each: what one may not be done to does not hold back the others. Faults of ours end the whole. Whoever calls has
 * looked before whether all are there: one that does not exist refuses the whole (S11.2).
 */
export async function eachByItself(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<ProfilesDone> {
  const done: string[] = []
  const refused: { id: string; code: string; detail: string }[] = []
  for (const id of ids) {
    try {
      await work(id)
      done.push(id)
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      refused.push({ id, code: error.code, detail: error.message })
    }
  }
  return { done, refused }
}
