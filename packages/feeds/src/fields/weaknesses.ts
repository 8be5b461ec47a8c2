import { publicUrl } from './public-url.ts'

const MOST_WEAKNESSES = 50
const MOST_REFERENCES = 200

/** Names of the Common Weakness Enumeration, each once; "NVD-CWE-Other", "NVD-CWE-noinfo" and free text are none. */
export function cweNames(texts: Iterable<string>): string[] {
  const names = new Set<string>()
  for (const text of texts) {
    const name = text.trim().toUpperCase()
    if (/^CWE-[1-9][0-9]{0,5}$/.test(name)) names.add(name)
    if (names.size === MOST_WEAKNESSES) break
  }
  return [...names]
}

/** Public addresses, each once; the first 200. */
export function referencesOf(addresses: Iterable<string>): string[] {
  const urls = new Set<string>()
  for (const address of addresses) {
    const url = publicUrl(address)
    if (url !== '') urls.add(url)
    if (urls.size === MOST_REFERENCES) break
  }
  return [...urls]
}
