import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { malformed, type ProtocolError, safeField } from './protocol-error.ts'

// Which member is at fault? TypeBox's own list of errors walks the whole value in an interpreter: 1.4 s for a report of
// 320,000 rows whose last member is wrong, while nobody else is served. Compiled checks of the parts find the place in
// milliseconds: descend into the first part that fails.

interface ObjectSchema {
  readonly properties: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
}

const compiled = new WeakMap<object, Validator>()

function fits(schema: TSchema, value: unknown): boolean {
  let validator = compiled.get(schema)
  if (validator === undefined) {
    validator = Compile(schema)
    compiled.set(schema, validator)
  }
  return validator.Check(value)
}

/** `value` does not fit `schema`: ProtocolError `malformed` at the first member that is why. */
export function explain(schema: TSchema, value: unknown): ProtocolError {
  const path: string[] = []
  let [at, inside]: [TSchema, unknown] = [schema, value]
  for (;;) {
    const step = descend(at, inside)
    if (step === null) return fault(path, 'is not of its type')
    path.push(step.name)
    if (step.wrong !== undefined) return fault(path, step.wrong)
    ;[at, inside] = [step.schema, step.value]
  }
}

function fault(path: readonly string[], wrong: string): ProtocolError {
  const field = safeField(path)
  return malformed(`${field} ${wrong}`, field)
}

type Step =
  | { readonly name: string; readonly wrong: string }
  | { readonly name: string; readonly wrong?: undefined; readonly schema: TSchema; readonly value: unknown }

/** The part at fault, or null when it is the whole: a leaf, a union, too many items, parts that do not fit together. */
function descend(schema: TSchema, value: unknown): Step | null {
  if ('items' in schema && Array.isArray(value)) {
    const items = schema.items as TSchema
    const index = value.findIndex(item => !fits(items, item))
    return index < 0 ? null : { name: String(index), schema: items, value: value[index] }
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!('properties' in schema) || !isObject) return null
  const { properties, required = [] } = schema as unknown as ObjectSchema
  const members = value as Readonly<Record<string, unknown>>
  for (const [name, part] of Object.entries(properties)) {
    if (!Object.hasOwn(members, name)) {
      if (required.includes(name)) return { name, wrong: 'is missing' }
    } else if (!fits(part, members[name])) return { name, schema: part, value: members[name] }
  }
  const unknown = Object.keys(members).find(name => !Object.hasOwn(properties, name))
  return unknown === undefined ? null : { name: unknown, wrong: 'is not known' }
}
