import { type TextKey, t } from '../../i18n/text.ts'

// A map, not an object: names come from the server.
const gives: ReadonlyMap<string, TextKey> = new Map([
  ['alpine-secdb', 'feedGives.alpineSecdb'],
  ['apt-repository', 'feedGives.aptRepository'],
  ['csaf', 'feedGives.csaf'],
  ['cve5', 'feedGives.cve5'],
  ['debian-advisories', 'feedGives.debianAdvisories'],
  ['debian-tracker', 'feedGives.debianTracker'],
  ['endoflife', 'feedGives.endoflife'],
  ['epss', 'feedGives.epss'],
  ['homebrew-cask', 'feedGives.homebrewCask'],
  ['kb-supersedence', 'feedGives.kbSupersedence'],
  ['kev', 'feedGives.kev'],
  ['msrc-cvrf', 'feedGives.msrcCvrf'],
  ['msrc-guide', 'feedGives.msrcGuide'],
  ['nvd', 'feedGives.nvd'],
  ['osv', 'feedGives.osv'],
  ['rpm-repository', 'feedGives.rpmRepository'],
  ['scoop', 'feedGives.scoop'],
  ['sofa', 'feedGives.sofa'],
  ['ubuntu-notices', 'feedGives.ubuntuNotices'],
  ['update-catalog', 'feedGives.updateCatalog'],
  ['winget', 'feedGives.winget'],
])

/** What a feed brings into the catalog, in a sentence; null for one that is newer than this page. */
export function feedGives(feed: string): string | null {
  const key = gives.get(feed)
  return key === undefined ? null : t(key)
}
