import type { FeedName } from '../feed/feed.ts'

/**
 * Whose word stands first where several feeds speak of one thing: who makes it before who collects, who collects before who mirrors. CVEs:
 * the CVE Program's own record before NVD's, then the vendors'; KEV and EPSS alone speak of theirs.
 */
const order: readonly FeedName[] = [
  'kev',
  'epss',
  'rpm-repository',
  'msrc-cvrf',
  'msrc-guide',
  'kb-supersedence',
  'winget',
  'homebrew-cask',
  'sofa',
  'debian-advisories',
  'debian-tracker',
  'ubuntu-notices',
  'apt-repository',
  'alpine-secdb',
  'cve5',
  'nvd',
  'csaf',
  'osv',
  'update-catalog',
  'scoop',
  'endoflife',
]

const ranks = new Map(order.map((name, i) => [name, i]))

/** Lower: believed first. */
export const trustRank = (feed: FeedName): number => ranks.get(feed) ?? order.length
