import Type from 'typebox'
import { isLog, isText } from './text.ts'

// The types of PYP/1 §1 as TypeBox schemas. Byte lengths and control characters need a check of our own beside JSON Schema.

const MAX = Number.MAX_SAFE_INTEGER

/** Strict object: unknown members are refused (§1). */
export function object<const P extends Type.TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false })
}

export const hex = (bytes: number) => Type.String({ pattern: `^[0-9a-f]{${bytes * 2}}$`, description: `hex${bytes}` })
export const hex16 = hex(16)
export const hex32 = hex(32)
/** hex16 of a link, hex32 of a digest, … or the empty text where a host has none. */
export const hex32OrEmpty = Type.String({ pattern: '^([0-9a-f]{64})?$' })
export const id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'UUID, lower case',
})
/** Unix milliseconds. */
export const ms = Type.Integer({ minimum: 0, maximum: MAX, description: 'Unix milliseconds' })
export const integer = (minimum = -MAX, maximum = MAX) => Type.Integer({ minimum, maximum })
export const text = (bytes: number) =>
  Type.Refine(Type.String({ description: `text ${bytes}` }), value => isText(value, bytes))
/** A text that names something: the empty one does not. */
export const name = (bytes: number) =>
  Type.Refine(Type.String({ description: `text ${bytes}, not empty` }), value => value !== '' && isText(value, bytes))
export const log = (bytes: number) =>
  Type.Refine(Type.String({ description: `log ${bytes}` }), value => isLog(value, bytes))
/** Alphabet only; whether it is canonical is checked when it is decoded. `bytes` caps what it decodes to. */
export const base64 = (bytes: number) =>
  Type.Refine(
    Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', description: `base64 of at most ${bytes} bytes` }),
    value => value.length % 4 === 0 && value.length <= Math.ceil(bytes / 3) * 4,
  )
export const list = <const T extends Type.TSchema>(items: T, maxItems: number) => Type.Array(items, { maxItems })
export const nullable = <const T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const oneOf = <const V extends readonly string[]>(...values: V) =>
  Type.Enum(values as unknown as [...V]) as Type.TEnum<[...V]>
