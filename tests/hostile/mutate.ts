import { readFileSync } from 'node:fs'

/** One line of generic.json. */
export interface GenericCase {
  readonly id: string
  readonly make: 'text' | 'raw' | 'repeat' | 'missing' | 'beside' | 'twice' | 'deep' | 'many'
  readonly value?: string
  readonly times?: number
  /** Refused wherever it stands. */
  readonly never?: boolean
}

export const genericCases = JSON.parse(
  readFileSync(new URL('generic.json', import.meta.url), 'utf8'),
) as readonly GenericCase[]

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Path = readonly (string | number)[]

/** Paths of every member and element, the value itself left out; of long arrays only the first element. */
export function pathsOf(value: unknown, at: Path = []): Path[] {
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 1).map((one, i) => [i, one as unknown])
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : []
  return inner.flatMap(([name, one]) => [[...at, name], ...pathsOf(one, [...at, name])])
}

/** The value at `path` as JSON text of the case's making, everything else as it was. Null: the case makes no sense there. */
export function mutate(value: unknown, path: Path, one: GenericCase): string | null {
  return write(value as Json, path, one)
}

function write(value: Json, path: Path, one: GenericCase): string | null {
  const [name, ...rest] = path
  if (name === undefined) return replacement(value, one)
  if (Array.isArray(value)) {
    const parts = value.map((element: Json, i) => (i === name ? write(element, rest, one) : JSON.stringify(element)))
    return parts.includes(null) ? null : `[${parts.join(',')}]`
  }
  const members: string[] = []
  for (const [key, member] of Object.entries(value as Record<string, Json>)) {
    const label = JSON.stringify(key)
    if (key !== name) {
      members.push(`${label}:${JSON.stringify(member)}`)
      continue
    }
    if (rest.length === 0 && one.make === 'missing') continue
    if (rest.length === 0 && one.make === 'twice') {
      members.push(`${label}:${JSON.stringify(member)}`, `${label}:${JSON.stringify(member)}`)
      continue
    }
    if (rest.length === 0 && one.make === 'beside') {
      members.push(`${label}:${JSON.stringify(member)}`, one.value ?? '')
      continue
    }
    const text = write(member, rest, one)
    if (text === null) return null
    members.push(`${label}:${text}`)
  }
  return `{${members.join(',')}}`
}

function replacement(value: Json, one: GenericCase): string | null {
  switch (one.make) {
    case 'text':
      return JSON.stringify(one.value)
    case 'raw':
      return one.value ?? null
    case 'repeat':
      return JSON.stringify((one.value ?? '').repeat(one.times ?? 0))
    case 'deep':
      return '['.repeat(one.times ?? 0) + ']'.repeat(one.times ?? 0)
    case 'many':
      return Array.isArray(value)
        ? `[${Array(one.times ?? 0)
            .fill(JSON.stringify(value[0] ?? 1))
            .join(',')}]`
        : null
    default:
      // Members can be missing, doubled or have neighbours; elements of arrays cannot.
      return null
  }
}
