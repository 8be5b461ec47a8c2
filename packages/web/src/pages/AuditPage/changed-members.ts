import type { AuditEvent } from '@patchyard/api'

export interface ChangedMember {
  readonly name: string
  /** null: it was not there. */
  readonly before: string | null
  readonly after: string | null
}

/**
 * What a row says of a change, a line each member. With `before` and `after` only what differs; anything else in the detail
 * stands as it is now.
 */
export function changedMembers(detail: AuditEvent['detail']): ChangedMember[] {
  const { before, after, ...rest } = detail
  const [was, is] = [membersOf(before), membersOf(after)]
  const names = [...new Set([...was.keys(), ...is.keys()])].sort()
  const changes = names.flatMap(name => {
    const [from, to] = [was.get(name) ?? null, is.get(name) ?? null]
    return from === to ? [] : [{ name, before: from, after: to }]
  })
  const others = [...membersOf(rest)].map(([name, text]) => ({ name, before: null, after: text }))
  return [...changes, ...others]
}

function membersOf(value: unknown): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([['value', textOf(value)]])
  return new Map(Object.entries(value).map(([name, member]) => [name, textOf(member)] as const))
}

const textOf = (value: unknown): string =>
  value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
