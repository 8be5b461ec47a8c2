import type { Feed, FeedDocument, FeedKind } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId, spread } from './sample-ids.ts'

const HOUR_MS = 3_600_000

type Terms = Pick<FeedKind, 'licence' | 'attribution' | 'mayRedistribute'>

const free: Terms = { licence: 'CC0-1.0', attribution: '', mayRedistribute: true }
const own: Terms = { licence: '', attribution: '', mayRedistribute: false }

const kind = (feed: string, title: string, publisher: string, terms: Terms, part: Partial<FeedKind>): FeedKind => ({
  ...{ feed, title, publisher, ...terms, options: [], documents: [] },
  ...part,
})

const kinds: readonly FeedKind[] = [
  kind('apt-repository', 'APT repository', 'the distribution or vendor whose repository it is', own, {
    options: [
      { name: 'distro', meaning: 'os-release ID of the hosts that use it (debian, ubuntu)' },
      { name: 'architectures', meaning: 'architectures to read, separated by blanks; by default amd64' },
    ],
    documents: [
      { name: 'release', url: null },
      { name: 'packages', url: null },
    ],
  }),
  kind(
    'debian-tracker',
    'Debian security tracker',
    'Debian security team',
    { ...own, attribution: 'Debian security tracker' },
    { documents: [{ name: 'data', url: 'https://security-tracker.debian.org/tracker/data/json' }] },
  ),
  kind(
    'epss',
    'Exploit Prediction Scoring System',
    'FIRST.org',
    { ...free, licence: '', attribution: 'EPSS, FIRST.org' },
    {
      documents: [{ name: 'scores', url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz' }],
    },
  ),
  kind('kev', 'Known exploited vulnerabilities', 'CISA', free, {
    documents: [
      { name: 'catalog', url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json' },
    ],
  }),
  kind(
    'nvd',
    'National Vulnerability Database',
    'NIST',
    { ...free, licence: '' },
    {
      documents: [{ name: 'modified', url: 'https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-modified.json.gz' }],
    },
  ),
  kind('osv', 'OSV.dev, Linux distributions', 'OSV.dev, from the distributions’ own data', own, {
    documents: [{ name: 'debian', url: 'https://osv-vulnerabilities.storage.googleapis.com/Debian/all.zip' }],
  }),
  kind(
    'sofa',
    'SOFA: releases of macOS',
    'Mac Admins Open Source (macadmins/sofa)',
    { ...free, licence: 'Apache-2.0' },
    {
      documents: [{ name: 'macos', url: 'https://sofafeed.macadmins.io/v2/macos_data_feed.json' }],
    },
  ),
  kind(
    'winget',
    'Windows Package Manager community packages',
    'Microsoft and contributors (microsoft/winget-pkgs)',
    { ...free, licence: 'MIT', attribution: 'winget-pkgs, © Microsoft' },
    {
      options: [
        { name: 'packages', meaning: 'Package identifiers that are read, with blanks between them. Empty: all.' },
      ],
      documents: [{ name: 'archive', url: 'https://github.com/microsoft/winget-pkgs/archive/refs/heads/master.zip' }],
    },
  ),
]

interface Plot extends Partial<Feed> {
  readonly feed: string
  /** Of what it begins with; null: never read. */
  readonly hoursAgo: number | null
}

const plots: readonly Plot[] = [
  { feed: 'kev', hoursAgo: 5, records: 1493, edition: '2026.11.21 (1493)', intervalS: 3600 },
  { feed: 'epss', hoursAgo: 14, records: 311_824, edition: 'v2026.03.14', intervalS: 43_200 },
  { feed: 'debian-tracker', hoursAgo: 7, records: 214_310, progress: { done: 1, wanted: 2 } },
  {
    feed: 'osv',
    hoursAgo: 52,
    records: 84_120,
    state: 'held',
    error: { code: 'feed_held', detail: 'Debian/all.zip names 31,207 things; 40,112 are known' },
    documents: { total: 9, wanted: 0, failed: 0, held: 2 },
  },
  {
    feed: 'winget',
    hoursAgo: 30,
    records: 298_114,
    rejected: 12,
    state: 'failed',
    error: {
      code: 'egress_status',
      detail: 'github.com answered 502 to GET /microsoft/winget-pkgs/archive/refs/heads/master.zip',
    },
    intervalS: 86_400,
    documents: { total: 1, wanted: 0, failed: 1, held: 0 },
  },
  { feed: 'nvd', hoursAgo: 400, records: 298_004, state: 'disabled', enabled: false },
  { feed: 'sofa', hoursAgo: null, records: 0, state: 'never' },
  {
    feed: 'apt-repository',
    title: 'Debian 12 security, Berlin mirror',
    hoursAgo: 3,
    records: 6218,
    rejected: 3,
    isDefault: false,
    options: { distro: 'debian', architectures: 'amd64 arm64' },
    addresses: { release: 'https://mirror.example.org/debian-security/dists/bookworm-security/InRelease' },
    documents: { total: 7, wanted: 1, failed: 0, held: 0 },
  },
]

function sampleFeed(plot: Plot, n: number, nowMs: number): Feed {
  const { hoursAgo, ...part } = plot
  const of = kinds.find(one => one.feed === plot.feed)
  const at = (hours: number): string => new Date(nowMs - hours * HOUR_MS).toISOString()
  const takenAt = hoursAgo === null ? null : at(hoursAgo)
  return {
    id: sampleId('other', 400 + n),
    title: of?.title ?? plot.feed,
    isDefault: true,
    enabled: true,
    state: 'ok',
    error: null,
    intervalS: 21_600,
    attemptedAt: takenAt === null ? null : at(0.4),
    succeededAt: takenAt,
    nextAt: part.enabled === false ? null : at(-0.6 - n / 3),
    progress: null,
    edition: '',
    editionAt: takenAt,
    records: 0,
    rejected: 0,
    bytes: (part.records ?? 0) * 217,
    documents: { total: takenAt === null ? 0 : 1, wanted: 0, failed: 0, held: 0 },
    options: {},
    addresses: {},
    licence: of?.licence ?? '',
    attribution: of?.attribution ?? '',
    mayRedistribute: of?.mayRedistribute ?? false,
    createdAt: at(2000),
    ...part,
  }
}

const partOf = ({ feed }: Feed, i: number): string =>
  feed === 'apt-repository' ? `main/binary-${i % 2 === 0 ? 'amd64' : 'arm64'}/Packages.xz ${i}` : `DSA-${5800 + i}-1`

/** As many as the feed says, in the states that it says. */
function sampleDocuments(feed: Feed, nowMs: number): FeedDocument[] {
  const { total, wanted, failed, held } = feed.documents
  const names = kinds.find(one => one.feed === feed.feed)?.documents.map(one => one.name) ?? []
  return Array.from({ length: total }, (_, i): FeedDocument => {
    const state = i < held ? 'held' : i < held + failed ? 'failed' : i < held + failed + wanted ? 'wanted' : 'ok'
    const records = Math.floor(feed.records / total)
    const takenAt = new Date(nowMs - (3 + i) * HOUR_MS).toISOString()
    const rejected = i === 0 ? feed.rejected : 0
    return {
      document: names[Math.min(i, names.length - 1)] ?? 'data',
      part: i === 0 ? (names[0] ?? 'data') : `${names.at(-1)} ${partOf(feed, i)}`,
      state,
      error: state === 'held' || state === 'failed' ? feed.error : null,
      sha256: spread(i).toString(16).padStart(8, '0').repeat(8),
      bytes: Math.floor(feed.bytes / total),
      edition: i === 0 ? feed.edition : '',
      editionAt: i === 0 ? feed.editionAt : null,
      fetchedAt: takenAt,
      takenAt,
      records,
      added: spread(i, 1) % 40,
      changed: spread(i, 2) % 90,
      removed: spread(i, 3) % 6,
      rejected,
      rejections: Array.from({ length: Math.min(rejected, 5) }, (_nothing, j) => ({
        where: `Packages:${1200 + j * 31}`,
        reason: j % 2 === 0 ? 'the version "2:1.0~" ends in a tilde' : 'there is no SHA256',
      })),
      held:
        state === 'held'
          ? {
              since: new Date(nowMs - 2 * HOUR_MS).toISOString(),
              before: records,
              now: Math.floor(records * (0.7 - i / 10)),
              bytes: 40_000_000,
              accepted: false,
            }
          : null,
    }
  })
}

/** Feeds in each state, with their documents. */
export function feedAnswers(nowMs: number): Answers {
  let feeds = plots.map((plot, n) => sampleFeed(plot, n, nowMs))
  const found = (id: string): Feed => {
    const feed = feeds.find(one => one.id === id)
    if (feed === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
    return feed
  }
  const withFeed = (id: string, change: Partial<Feed>): Feed => {
    const changed = { ...found(id), ...change }
    feeds = feeds.map(one => (one.id === id ? changed : one))
    return changed
  }
  const now = new Date(nowMs).toISOString()
  return {
    listFeeds: ({ query }) => pageOf(feeds, query, one => `${one.title} ${one.feed} ${one.state} ${one.error?.code}`),
    listFeedKinds: () => ({ items: [...kinds], syncing: true }),
    getFeed: ({ params }) => found(params.id),
    listFeedDocuments: ({ params, query }) =>
      pageOf(sampleDocuments(found(params.id), nowMs), query, one => `${one.part} ${one.state}`),
    createFeed: ({ body }) => {
      const made = sampleFeed({ ...body, hoursAgo: null, state: 'never', isDefault: false }, feeds.length, nowMs)
      feeds = [...feeds, { ...made, createdAt: now }]
      return made
    },
    changeFeed: ({ params, body }) => {
      const { enabled = found(params.id).enabled } = body
      const state = enabled ? (found(params.id).succeededAt === null ? 'never' : 'ok') : 'disabled'
      return withFeed(params.id, { ...body, ...(body.enabled === undefined ? {} : { state }) })
    },
    deleteFeed: ({ params }) => {
      if (found(params.id).isDefault) throw new Refusal(409, 'feed_default', 'The server made this source itself')
      feeds = feeds.filter(one => one.id !== params.id)
      return {}
    },
    syncFeed: ({ params }) => withFeed(params.id, { nextAt: now, progress: { done: 0, wanted: 3 } }),
    acceptFeed: ({ params }) =>
      withFeed(params.id, {
        state: 'ok',
        error: null,
        documents: { ...found(params.id).documents, held: 0, wanted: 2 },
      }),
  }
}
