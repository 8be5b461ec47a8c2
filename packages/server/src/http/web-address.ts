/** What sources call an address, if a browser may be sent there; else null. */
export function webAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000 || !URL.canParse(text)) return null
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' ? text : null
}

/** Of a list, those that are one, without what stands there twice. */
export const webAddresses = (texts: readonly unknown[] | undefined): string[] => [
  ...new Set((texts ?? []).flatMap(text => webAddress(text) ?? [])),
]
