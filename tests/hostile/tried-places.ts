import type { GenericCase, Path } from './mutate.ts'
import { genericCases } from './mutate.ts'

/** Of members that others are like, each case is tried in one of so many. */
const EVERY = 6

/**
 * Which cases are tried where. The first member with a schema is asked with every case; those after it with the same schema run
 * through the same checks, and get each a part of the cases, so that all of them get all between them.
 */
export function createTriedPlaces(): (schema: unknown, at: Path, one: GenericCase) => boolean {
  const places = new Map<string, string[]>()
  return (schema, at, one) => {
    const found = schemaAt(schema, at)
    if (found === undefined) return true
    // What is said of a member for people checks nothing.
    const kind = JSON.stringify(found, (name, value: unknown) => (name === 'description' ? undefined : value))
    const place = JSON.stringify([schema, at])
    const seen = places.get(kind) ?? []
    places.set(kind, seen)
    if (!seen.includes(place)) seen.push(place)
    const nth = seen.indexOf(place)
    return nth === 0 || (genericCases.indexOf(one) + nth) % EVERY === 0
  }
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** The schema of a member; undefined where several could be meant. */
function schemaAt(schema: unknown, at: Path): Schema | undefined {
  let here = schema as Schema | undefined
  for (const step of at) {
    here = typeof step === 'number' ? here?.items : here?.properties?.[step]
    if (here?.anyOf !== undefined) return undefined
  }
  return here
}
