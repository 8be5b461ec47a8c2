import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'

/** What about `value` does not fit the schema, a line each; empty when it fits. For tests and fakes: servers compile. */
export function misfits(schema: TSchema, value: unknown): string[] {
  return Value.Errors(schema, value).map(error => `${error.instancePath || '/'} ${error.message}`)
}
