import type { DocumentInput } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOfMail } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { repositoryPath } from '../../fields/public-url.ts'
import type { FeedItem, Follow } from '../../records/record.ts'
import type { ReleaseFile, ReleaseIndex } from './parse-release.ts'
import { repositoryIdentity } from './repository-identity.ts'

/** A signer's clock may be ahead; apt allows 10 s (Acquire::Max-FutureTime), which costs more than it gives where hosts only read. */
const MOST_AHEAD_MS = 24 * 3600_000
/** What is smallest to fetch comes first. */
const packings = ['.xz', '.zst', '.bz2', '.gz', '']

type Reading = Pick<DocumentInput, 'options' | 'sinceMs' | 'nowMs'>

/** The edition, and the wanted Packages files. Throws FeedError `feed_untrusted` for a file that is expired, too old or of tomorrow. */
export function* mapRelease(release: ReleaseFile, reading: Reading): Generator<FeedItem> {
  const field = (name: string): string => lineOf(release.fields.get(name) ?? '', 200)
  const publishedAtMs = checkDates(field('date'), field('valid-until'), reading)
  const context = contextOf(field, reading.options)
  const follows = wantedIndices(release, reading.options).map(index => followOf(index, field, context))
  if (follows.length === 0)
    throw new FeedError('feed_malformed', 'it lists no Packages file of the wanted architectures')
  yield { kind: 'edition', version: field('version'), publishedAtMs, declared: null }
  for (const { line, reason } of release.badLines) yield { kind: 'rejected', where: `signed line ${line}`, reason }
  yield* follows
}

/** apt-secure(8): a mirror that keeps serving an old file keeps its hosts from security updates (freeze), or leads them back (rollback). */
function checkDates(date: string, validUntil: string, { sinceMs, nowMs }: Reading): number {
  const publishedAtMs = instantOfMail(date)
  if (publishedAtMs === null) throw new FeedError('feed_malformed', `its Date is no date: "${date.slice(0, 60)}"`)
  if (sinceMs !== null && publishedAtMs < sinceMs)
    throw new FeedError('feed_untrusted', `it is of ${date}, older than the one that was read before`)
  if (nowMs !== undefined && publishedAtMs > nowMs + MOST_AHEAD_MS)
    throw new FeedError('feed_untrusted', `it is of ${date}, which is in the future`)
  if (validUntil === '') return publishedAtMs
  const until = instantOfMail(validUntil)
  if (until === null) throw new FeedError('feed_malformed', `its Valid-Until is no date: "${validUntil.slice(0, 60)}"`)
  if (nowMs === undefined)
    throw new FeedError('feed_untrusted', 'it says until when it is valid, and the time is not known')
  if (until < nowMs) throw new FeedError('feed_untrusted', `it has expired: it was valid until ${validUntil}`)
  return publishedAtMs
}

type Field = (name: string) => string

function contextOf(field: Field, options: Reading['options']): Readonly<Record<string, string>> {
  const codename = field('codename')
  const distro = options['distro'] || distroOf(field('origin'))
  const release = options['release'] || codename.replace(/[-/].*$/, '')
  if (distro === '' || release === '')
    throw new FeedError('feed_unknown', 'options distro and release are needed: the Release file does not tell')
  const { origin, isSecurity } = repositoryIdentity(field)
  return {
    distro,
    release,
    origin,
    security: isSecurity ? 'yes' : 'no',
  }
}

/** Origin of ESM: UbuntuESM, UbuntuESMApps (Ubuntu Pro). */
function distroOf(origin: string): string {
  if (origin === 'Debian') return 'debian'
  return /^Ubuntu(?:ESM(?:Apps)?)?$/.test(origin) ? 'ubuntu' : ''
}

function wantedIndices(release: ReleaseFile, options: Reading['options']): ReleaseIndex[] {
  const architectures = new Set(words(options['architectures'] || 'amd64'))
  // deb-release: without this field, packages of every architecture stand in an index of their own.
  const allElsewhere = release.fields.get('no-support-for-architecture-all') !== 'Packages'
  if (allElsewhere) architectures.add('all')
  const components = options['components'] ? new Set(words(options['components'])) : null
  const best = new Map<string, { index: ReleaseIndex; rank: number }>()
  const empty = new Set<string>()
  for (const index of release.files) {
    const match = /^(?:(.+)\/)?binary-([a-z0-9-]+)\/Packages(\.[a-z0-9]+)?$/.exec(index.path)
    if (match === null || repositoryPath(index.path) === '') continue
    const [, component = '', architecture = '', packing = ''] = match
    const rank = packings.indexOf(packing)
    if (rank < 0 || !architectures.has(architecture) || /(?:^|\/)debian-installer$/.test(component)) continue
    if (components !== null && !components.has(component)) continue
    const place = `${component}/${architecture}`
    if (packing === '' && index.bytes === 0) empty.add(place)
    const known = best.get(place)
    if (known === undefined || rank < known.rank) best.set(place, { index, rank })
  }
  return [...best].filter(([place]) => !empty.has(place)).map(([, { index }]) => index)
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter(word => word !== '')

function followOf(index: ReleaseIndex, field: Field, options: Readonly<Record<string, string>>): Follow {
  const isByHash = field('acquire-by-hash').toLowerCase() === 'yes'
  const place = index.path.slice(0, index.path.lastIndexOf('/'))
  return {
    kind: 'follow',
    document: 'packages',
    // By its hash a mirror still has the list that this file names while it is being brought up to date.
    url: isByHash ? `${place}/by-hash/SHA256/${index.sha256}` : index.path,
    place,
    sha256: index.sha256,
    bytes: index.bytes,
    changedAtMs: null,
    options,
  }
}
