import { textLines } from '../../text-lines.ts'

/** One repository that `apt-get update` could not refresh, with what apt says of it. */
export interface FailedRepository {
  /** Address, or address and suite, as apt names it; null for a failure of the run as a whole. */
  readonly repository: string | null
  readonly detail: string
}

/**
 * What failed, from both streams of `apt-get update`. Its exit code says nothing: an unreachable mirror is a warning and 0. Lines that are no
 * remark of apt are passed over, so there is no error.
 */
export function parseAptUpdate(stdout: string, stderr: string): FailedRepository[] {
  const failed = new Map<string, FailedRepository>()
  const add = (repository: string | null, detail: string) => {
    const key = repository ?? detail
    const known = failed.get(key)
    // "Err:" comes first with the cause in the line below it, "E:" later with what follows from it.
    if (known === undefined || known.detail === '') failed.set(key, { repository, detail: detail.trim() })
  }
  const lines = textLines('apt-get update', `${stdout}\n${stderr}`)
  lines.forEach((line, index) => {
    const error = /^Err:\d+ (.+)$/.exec(line)?.[1]
    if (error !== undefined && !isOptional(error)) {
      const next = lines[index + 1] ?? ''
      add(repositoryOfItem(error), next.startsWith('  ') ? next : '')
    }
    const message = /^[WE]: (.*)$/.exec(line)?.[1]
    if (message !== undefined && !isOptional(message)) readMessage(message, line.startsWith('E: '), add)
  })
  return [...failed.values()]
}

function readMessage(
  message: string,
  isError: boolean,
  add: (repository: string | null, detail: string) => void,
): void {
  const fetch = /^Failed to fetch (\S+)\s*(.*)$/.exec(message)
  const quoted = /^The repository '([^']+)' (.*)$/.exec(message)
  const expired = /^Release file for (\S+) (.*)$/.exec(message)
  const signature = /^(?:GPG error|An error occurred during the signature verification)\b(.*)$/.exec(message)
  if (fetch !== null) add(repositoryOf(fetch[1] ?? ''), fetch[2] || 'cannot be fetched')
  else if (quoted !== null) add(repositoryOfItem(quoted[1] ?? ''), quoted[2] ?? '')
  else if (expired !== null) add(repositoryOf(expired[1] ?? ''), expired[2] ?? '')
  else if (signature !== null) {
    const named = /(?:GPG error: )?([a-z][a-z0-9+.-]*:\/?\/?\S+ \S+)/.exec(signature[1] ?? '')?.[1]
    add(named === undefined ? null : repositoryOfItem(named), message)
  } else if (isError && !/^(?:Some index files failed|Unable to lock)/.test(message)) add(null, message)
}

/** Translations, AppStream data and file lists: an update is found without them. */
function isOptional(text: string): boolean {
  return /\bTranslation-\w+|\bDEP-11\b|\/dep11\/|\bContents-|\/i18n\//.test(text)
}

/** `http://h/debian bookworm/main amd64 Packages`, `http://h/debian bookworm InRelease` → `http://h/debian bookworm`. */
function repositoryOfItem(item: string): string {
  const [uri = '', suite = ''] = item.split(/\s+/)
  return suite === '' ? uri : `${uri} ${suite.startsWith('.') ? suite : (suite.split('/')[0] ?? '')}`
}

/** `http://h/debian/dists/bookworm/InRelease` → `http://h/debian bookworm`, the form of apt's other messages. */
function repositoryOf(url: string): string {
  const match =
    /^(.*)\/dists\/(.+?)\/(?:InRelease|Release(?:\.gpg)?|[^/]+\/(?:binary-[^/]+|i18n|source|by-hash)\/.*)$/.exec(url)
  return match === null ? url : `${match[1] ?? ''} ${match[2] ?? ''}`
}
