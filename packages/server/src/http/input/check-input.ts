import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Problem } from '../../errors/problem.ts'
import { isStorable, readTexts } from './query-values.ts'

export type Part = 'params' | 'query' | 'body'

/** Checks one part of a request; throws Problem `malformed` with the member at fault. */
export type InputCheck = (value: unknown) => unknown

/** Bodies are checked as they are: nothing is converted, defaulted or dropped. */
export function checkBody(schema: TSchema): InputCheck {
  const check = checker('body', schema)
  return value => {
    if (value === undefined) throw new Problem('malformed', { detail: 'a JSON body is needed', field: 'body' })
    return check(value)
  }
}

/** For routes that take no body: an empty object is nothing, too. */
export const checkNoBody: InputCheck = value => {
  if (value !== undefined && value !== null && Object.keys(value).length > 0) {
    throw new Problem('malformed', { detail: 'this route takes no body', field: 'body' })
  }
  return undefined
}

/** Path parameters and query, whose values are texts. */
export function checkTexts(part: Part, schema: TSchema): InputCheck {
  const check = checker(part, schema)
  return value => {
    const texts = (value ?? {}) as Record<string, unknown>
    for (const [name, text] of Object.entries(texts)) {
      // The router takes `/things/` for `/things/:id` with an empty id.
      if (part === 'params' && text === '') throw new Problem('not_found')
      for (const single of [name, ...(Array.isArray(text) ? (text as unknown[]) : [text])]) {
        if (typeof single === 'string' && !isStorable(single)) {
          throw new Problem('malformed', { detail: 'it holds a NUL or an unpaired surrogate', field: printable(name) })
        }
      }
    }
    return check(readTexts(schema, texts))
  }
}

function checker(part: Part, schema: TSchema): InputCheck {
  const compiled = Compile(schema)
  return value => {
    if (compiled.Check(value)) return value
    const [first] = compiled.Errors(value) as {
      instancePath: string
      message: string
      params?: Record<string, unknown>
    }[]
    const field = fieldOf(part, first?.instancePath ?? '', first?.params)
    throw new Problem('malformed', { detail: `${field} ${first?.message ?? 'is not valid'}`, field })
  }
}

/** JSON pointer into a body, name of a parameter; the names come from outside. */
function fieldOf(part: Part, pointer: string, params: Record<string, unknown> = {}): string {
  const named = [params['requiredProperties'], params['additionalProperties']].find(Array.isArray) as
    | unknown[]
    | undefined
  const path = named?.[0] === undefined ? pointer : `${pointer}/${String(named[0])}`
  return printable(part === 'body' ? `body${path}` : path.slice(1))
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 120)
}
