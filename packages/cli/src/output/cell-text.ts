/** A member of an API's item as one cell of a table: parts of a list behind one another, things by their names. */
export function cellText(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(part => String(cellText(part) ?? '')).join(' ')
  if (typeof value !== 'object') return null
  const named = 'name' in value ? value.name : 'title' in value ? value.title : undefined
  return typeof named === 'string' ? named : JSON.stringify(value)
}
