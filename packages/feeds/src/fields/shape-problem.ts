import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

export interface Shape<T> {
  /** The value, or the end of a sentence about what is wrong with it. */
  read(value: unknown): { readonly ok: T } | { readonly problem: string }
}

/** One compiled check of values from outside. */
export function shapeOf<S extends TSchema>(schema: S): Shape<Static<S>> {
  const check = Compile(schema)
  return {
    read(value) {
      if (check.Check(value)) return { ok: value }
      const [error] = check.Errors(value)
      const where = error?.instancePath ?? ''
      return {
        problem: `${where === '' ? 'is of another shape' : `is wrong at ${where.slice(0, 100)}`}: ${error?.message.slice(0, 100) ?? ''}`,
      }
    },
  }
}
