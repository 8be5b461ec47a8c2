import type { Feed, FeedName } from './feed.ts'
import { FeedError } from './feed-error.ts'

/** Each feed by itself: a worker that reads one document loads one parser (0.1 s, where all of them take 1.2 s). */
const loaders: Readonly<Record<string, () => Promise<Feed>>> = {
  'alpine-secdb': async () => (await import('../feeds/alpine-secdb/index.ts')).alpineSecdb,
  'apt-repository': async () => (await import('../feeds/apt-repository/index.ts')).aptRepository,
  csaf: async () => (await import('../feeds/csaf/index.ts')).csaf,
  cve5: async () => (await import('../feeds/cve5/index.ts')).cve5,
  'debian-advisories': async () => (await import('../feeds/debian-advisories/index.ts')).debianAdvisories,
  'debian-tracker': async () => (await import('../feeds/debian-tracker/index.ts')).debianTracker,
  endoflife: async () => (await import('../feeds/endoflife/index.ts')).endoflife,
  epss: async () => (await import('../feeds/epss/index.ts')).epss,
  'homebrew-cask': async () => (await import('../feeds/homebrew-cask/index.ts')).homebrewCask,
  'kb-supersedence': async () => (await import('../feeds/kb-supersedence/index.ts')).kbSupersedence,
  kev: async () => (await import('../feeds/kev/index.ts')).kev,
  'msrc-cvrf': async () => (await import('../feeds/msrc-cvrf/index.ts')).msrcCvrf,
  'msrc-guide': async () => (await import('../feeds/msrc-guide/index.ts')).msrcGuide,
  nvd: async () => (await import('../feeds/nvd/index.ts')).nvd,
  osv: async () => (await import('../feeds/osv/index.ts')).osv,
  'rpm-repository': async () => (await import('../feeds/rpm-repository/index.ts')).rpmRepository,
  scoop: async () => (await import('../feeds/scoop/index.ts')).scoop,
  sofa: async () => (await import('../feeds/sofa/index.ts')).sofa,
  'ubuntu-notices': async () => (await import('../feeds/ubuntu-notices/index.ts')).ubuntuNotices,
  'update-catalog': async () => (await import('../feeds/update-catalog/index.ts')).updateCatalog,
  winget: async () => (await import('../feeds/winget/index.ts')).winget,
}

/** Throws FeedError `feed_unknown`. */
export async function loadFeed(name: FeedName): Promise<Feed> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  if (load === undefined) throw new FeedError('feed_unknown', `there is no feed "${name}"`)
  return load()
}

export const loadable: readonly string[] = Object.keys(loaders)
