import { check } from '@patchyard/query'

/** Of the text: an address carries it, and escapes make it longer. */
const LONGEST = 2000

/** The query that finds assets with software of these names and publishers; null: too many for one, or what no query can hold. */
export function queryForPrograms(names: readonly string[], publishers: readonly string[]): string | null {
  const named = publishers.filter(publisher => publisher !== '')
  const who = [
    ...(named.length === 0 ? [] : [`vendor:${listOf(named)}`]),
    ...(named.length === publishers.length ? [] : ['vendor is null']),
  ]
  const text = `software:(name:${listOf(names)} and ${who.length === 1 ? who[0] : `(${who.join(' or ')})`})`
  if (text.length > LONGEST) return null
  return check(text, { entity: 'asset' }).tree === null ? null : text
}

const listOf = (values: readonly string[]): string => {
  const exact = values.map(value => `\`${value.replace(/[\\`]/g, '\\$&')}\``)
  return exact.length === 1 ? (exact[0] ?? '') : `[${exact.join(', ')}]`
}
