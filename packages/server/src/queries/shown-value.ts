import type { Token } from '@patchyard/query'

/** A value as stored or found, as a query would be written with it: the name of a choice, an instant, digits. */
export function shownValue(token: Token | undefined, value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  const text = String(value)
  return token?.values?.find(choice => choice.stored === text)?.name ?? text
}
