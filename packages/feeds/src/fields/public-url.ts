const LONGEST_URL = 2000
/** Addresses that are normal already, as nearly all are: parsing one takes ten times as long as seeing this. */
const normal =
  /^https?:\/\/(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}\/(?:[A-Za-z0-9_~=&?+,:;-]|\/(?!\.)|(?<!\/)\.)*$/

/** Normalised address; '' unless it is http or https, without user information and of at most 2,000 characters. */
export function publicUrl(text: string): string {
  const trimmed = text.trim()
  if (trimmed.length <= LONGEST_URL && normal.test(trimmed)) return trimmed
  if (trimmed.length > LONGEST_URL || !/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return ''
  const url = new URL(trimmed)
  return url.username === '' && url.password === '' && url.hostname !== '' ? url.href : ''
}

/**
 * Path below the address of a repository, as an index names its files; '' for what leads out of it: `..`, an absolute path, an address,
 * a query, control characters.
 */
export function repositoryPath(text: string): string {
  const path = text.trim()
  const isSafe = path.length <= 1000 && /^[A-Za-z0-9._~+%:@=,-][\x21-\x7e]*$/.test(path) && !/[\\?#]|:\/\//.test(path)
  return isSafe && path.split('/').every(part => part !== '' && part !== '.' && part !== '..') ? path : ''
}
