import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { malformed, type ProtocolError, safeField } from './protocol-error.ts'
import { parseStrictJson, type StrictJsonOptions } from './strict-json.ts'

/** A compiled schema. Compiling costs milliseconds, so it happens at the first use: importing this package does nothing. */
export interface MessageType<T> {
  readonly schema: TSchema
  /** True when `value` has the type, unknown members refused. */
  is(value: unknown): value is T
  /** The value itself, or ProtocolError `malformed` naming the first member at fault. */
  check(value: unknown): T
  /** Strict JSON, then {@link check}. */
  parse(bytes: Uint8Array, options?: StrictJsonOptions): T
}

export function messageType<const S extends TSchema>(schema: S): MessageType<Static<S>> {
  let compiled: Validator | undefined
  const validator = () => (compiled ??= Compile(schema))
  const check = (value: unknown): Static<S> => {
    if (!validator().Check(value)) throw explain(validator(), value)
    return value as Static<S>
  }
  return {
    schema,
    is: (value): value is Static<S> => validator().Check(value),
    check,
    parse: (bytes, options) => check(parseStrictJson(bytes, options)),
  }
}

/** TypeBox stops after 8 errors; the deepest path says most (a union names its branches before itself). */
function explain(validator: Validator, value: unknown): ProtocolError {
  const errors = validator.Errors(value)
  const first = errors[0]
  if (first === undefined) return malformed('not of the expected type', 'body')
  const params = first.params as { requiredProperties?: string[] }
  const missing = first.keyword === 'required' ? params.requiredProperties?.[0] : undefined
  const path = first.instancePath.split('/').slice(1)
  if (missing !== undefined) path.push(missing)
  const field = safeField(path.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~')))
  return malformed(`${field}: ${missing === undefined ? first.message : 'missing'}`, field)
}
