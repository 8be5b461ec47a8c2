import { check } from '../check/check.ts'
import type { Entity } from '../entities.ts'
import type { Test } from '../tree/tree.ts'

/** The test of a query that is one clause. Throws with the errors when it is anything else. */
export function testOf(entity: Entity, text: string): Test {
  const { tree, errors } = check(text, { entity })
  const root = tree?.root
  if (root?.kind === 'clause') return root.test
  throw new Error(`"${text}" is no clause: ${JSON.stringify(errors)}`)
}

/** Errors as `CODE from-to "what stands there"`. */
export function errorsOf(entity: Entity, text: string): string[] {
  return check(text, { entity }).errors.map(({ code, from, to }) => `${code} ${from}-${to} ${text.slice(from, to)}`)
}
