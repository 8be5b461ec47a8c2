import { canonicalJson } from '../../audit/canonical-json.ts'
import type { JobDefinition } from './job-definition.ts'

/** The one text of a tidy definition; the SHA-256 of its UTF-8 bytes is the digest of the spec. */
export const definitionText = (definition: JobDefinition): string => canonicalJson(definition)

/**
 * JSON pointers of what differs, down to members of members (`/options/reboot`, `/patches`); lists, schedule and window count as one.
 */
export function changedMembers(before: JobDefinition, after: JobDefinition): readonly string[] {
  return (Object.keys(after) as (keyof JobDefinition)[]).flatMap(name => {
    const [was, is] = [before[name], after[name]]
    if (!deep.includes(name)) return same(was, is) ? [] : [`/${name}`]
    const [old, now] = [was as object, is as object] as [Record<string, unknown>, Record<string, unknown>]
    return Object.keys(now).flatMap(member => (same(old[member], now[member]) ? [] : [`/${name}/${member}`]))
  })
}

/** Objects whose members are always the same. */
const deep: readonly (keyof JobDefinition)[] = ['assets', 'options', 'messages']

const same = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b)
