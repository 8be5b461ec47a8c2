import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { explain } from './explain.ts'
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
  const is = (value: unknown): value is Static<S> => (compiled ??= Compile(schema)).Check(value)
  const check = (value: unknown): Static<S> => {
    if (!is(value)) throw explain(schema, value)
    return value
  }
  return { schema, is, check, parse: (bytes, options) => check(parseStrictJson(bytes, options)) }
}
