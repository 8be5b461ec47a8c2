import { Id } from '@patchyard/api'

/** Where a body may name things by their ids: `/tags/*`, `/scope/tags/*`, worked out from its schema. */
export function idPaths(schema: unknown): string[] {
  const found = new Set<string>()
  walk(schema, '', found, 0)
  return [...found].sort()
}

interface Schema {
  readonly type?: unknown
  readonly pattern?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly maxItems?: number
  /** Of the list that it stands in. */
  readonly most?: number
}

function walk(schema: unknown, path: string, found: Set<string>, depth: number): void {
  // Rules of tags stand in one another; they name tags by their names, never by ids.
  if (depth > 12 || typeof schema !== 'object' || schema === null) return
  const { type, pattern, properties, items, anyOf } = schema as Schema
  if (type === 'string' && pattern === (Id as Schema).pattern) found.add(path)
  for (const [name, member] of Object.entries(properties ?? {})) walk(member, `${path}/${name}`, found, depth + 1)
  if (items !== undefined) walk(items, `${path}/*`, found, depth + 1)
  for (const one of anyOf ?? []) walk(one, path, found, depth + 1)
}

/** How many ids the innermost list of a path takes. */
export function mostAt(schema: unknown, path: string): number {
  const most = path
    .split('/')
    .slice(1)
    .reduce<readonly Schema[]>((here, part) => here.flatMap(one => insideOf(one, part)), [schema as Schema])
  return Math.min(...most.map(one => one.most ?? Number.POSITIVE_INFINITY))
}

function insideOf(schema: Schema, part: string): Schema[] {
  const here = part === '*' ? schema.items : schema.properties?.[part]
  const beside = (schema.anyOf ?? []).flatMap(one => insideOf(one, part))
  return here === undefined ? beside : [...beside, part === '*' ? { ...here, most: schema.maxItems ?? Infinity } : here]
}

/** The values that stand in a body where a path points to. */
export function valuesAt(body: unknown, path: string): string[] {
  let here: unknown[] = [body]
  for (const part of path.split('/').slice(1)) {
    here = here.flatMap(value =>
      part === '*' ? (Array.isArray(value) ? value : []) : [(value as Record<string, unknown> | undefined)?.[part]],
    )
  }
  return here.filter(value => typeof value === 'string')
}

/** The body with another id put in place of the last one that stands at the path; lists keep the others. */
export function withIdAt(body: object, path: string, id: string): object {
  const old = valuesAt(body, path).at(-1) ?? ''
  const copy = structuredClone(body)
  replaceAt(copy, path.split('/').slice(1), old, id)
  return copy
}

function replaceAt(value: unknown, parts: readonly string[], old: string, id: string): void {
  const [part, ...rest] = parts
  if (typeof value !== 'object' || value === null || part === undefined) return
  const holder = value as Record<string, unknown>
  for (const key of part === '*' ? Object.keys(holder) : [part]) {
    if (rest.length > 0) replaceAt(holder[key], rest, old, id)
    else if (holder[key] === old) holder[key] = id
  }
}
