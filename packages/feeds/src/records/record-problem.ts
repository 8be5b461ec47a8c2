import type { FeedRecord } from './record.ts'

const CVE = /^CVE-[0-9]{4}-[0-9]{4,19}$/
/** Keys and names that become part of addresses, file names and signed documents: printable, no blanks at their ends. */
const NAME = /^[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}\n]{0,398}[^\p{Cc}\p{Cs}\s])?$/u
const SHA256 = /^[0-9a-f]{64}$/
const MOST = { text: 20_000, list: 20_000 }

/**
 * What every feed's records have in common, asked once more of what a feed has made of them: the end of a sentence, or null. A mistake in
 * one feed's mapping then costs that record, not the catalog.
 */
export function recordProblem(record: FeedRecord): string | null {
  const size = sizeProblem(record, 0)
  if (size !== null) return size
  switch (record.kind) {
    case 'patch':
      return (
        nameProblem('key', record.key) ??
        nameProblem('track', record.track) ??
        (record.title.trim() === '' ? 'has no title' : null) ??
        cvesProblem(record.cves) ??
        firstProblem(record.files, file => addressProblem(file.url) ?? hashProblem(file.sha256))
      )
    case 'supersedes':
      if (record.newer === record.older) return 'supersedes itself'
      return nameProblem('newer', record.newer) ?? nameProblem('older', record.older)
    case 'advisory':
      return (
        nameProblem('name', record.name) ??
        (record.patch === undefined ? null : nameProblem('patch', record.patch)) ??
        cvesProblem(record.cves)
      )
    case 'fix':
      return (
        cvesProblem([record.cve]) ??
        nameProblem('package', record.package) ??
        (record.status === 'fixed' && record.fixedVersion === '' ? 'is fixed in no version' : null)
      )
    case 'archive':
      return nameProblem('name', record.name) ?? nameProblem('version', record.version) ?? hashProblem(record.sha256)
    case 'vulnerability':
      return cvesProblem([record.cve])
    case 'applicationVersion':
      return (
        nameProblem('id', record.id) ??
        nameProblem('version', record.version) ??
        firstProblem(record.files, file => addressProblem(file.url) ?? hashProblem(file.sha256))
      )
    case 'module':
      return (
        nameProblem('module', record.module) ??
        nameProblem('stream', record.stream) ??
        firstProblem(record.builds, build => nameProblem('package', build.name))
      )
    case 'lifecycle':
      return nameProblem('product', record.product) ?? nameProblem('release', record.release)
  }
}

const nameProblem = (member: string, name: string): string | null =>
  NAME.test(name) ? null : `has a ${member} that is no name`

const cvesProblem = (cves: readonly string[]): string | null =>
  cves.every(cve => CVE.test(cve)) ? null : 'names a CVE that is none'

const hashProblem = (sha256: string | null): string | null =>
  sha256 === null || SHA256.test(sha256) ? null : 'has a hash that is no SHA-256'

/** Which hosts may be asked is the egress door's to judge, at the time of asking; here, that it is an address at all. */
function addressProblem(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return 'has a file whose address is not http or https'
  return parsed.username === '' && parsed.password === '' ? null : 'has a file whose address carries a password'
}

function firstProblem<T>(all: readonly T[], problemOf: (one: T) => string | null): string | null {
  for (const one of all) {
    const problem = problemOf(one)
    if (problem !== null) return problem
  }
  return null
}

function sizeProblem(value: unknown, depth: number): string | null {
  if (typeof value === 'string') {
    if (value.length > MOST.text) return `has a text of ${value.length} characters`
    // No database text holds it.
    return value.includes('\0') ? 'has a text with a zero character' : null
  }
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'has a number that is none'
  if (typeof value !== 'object' || value === null || depth > 5) return null
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  if (parts.length > MOST.list) return `has a list of ${parts.length}`
  return firstProblem(parts, part => sizeProblem(part, depth + 1))
}
