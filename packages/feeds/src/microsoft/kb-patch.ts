import { isCumulativeProduct, kbKey, productSlug, windowsBuild } from '@patchyard/domain'
import { cveNames } from '../fields/cve-names.ts'
import { lineOf } from '../fields/plain-text.ts'
import type { Detection, DownloadMethod, PatchCategory, PatchRecord } from '../records/patch-record.ts'
import { severities, severityOf } from '../records/severity.ts'
import { familyOf, platformOf } from './product-family.ts'

/** One KB in one product, with what all the places that name it say. */
export interface KbFacts {
  /** Digits. */
  readonly number: string
  readonly product: string
  /** As the source names it; '' : it names none. */
  readonly family: string
  /** "Security Update", "Monthly Rollup", "Security Hotpatch Update"; '' where the source has none. */
  readonly subType: string
  /** The vendor's words, of which the worst counts. */
  readonly severities: Iterable<string>
  readonly cves: Iterable<string>
  /** "ADV990001" and the like. */
  readonly advisories: Iterable<string>
  readonly references: Iterable<string>
  readonly issuedAtMs: number | null
  readonly updatedAtMs: number | null
  /** "Yes", "No", "Maybe"; '' where unsaid. */
  readonly restart: string
  /** As written; '' where unsaid. */
  readonly fixedBuild: string
  /** Lowest build of which the source says that it holds the same fixes; '' : `fixedBuild` alone. */
  readonly sameFixesBuild: string
  readonly downloadMethod: DownloadMethod
}

const MOST_REFERENCES = 20
/** Servicing stack updates are announced under this number. */
const SERVICING_STACK = 'ADV990001'

/** Throws RangeError when the product's name or the number can be no part of a key. */
export function kbPatch(facts: KbFacts): PatchRecord {
  const product = lineOf(facts.product)
  const slug = productSlug(product)
  const cves = cveNames(facts.cves)
  const advisories = [...new Set(facts.advisories)].slice(0, 100)
  const vendorSeverity = worst(facts.severities)
  const isHotpatch = isHotpatchType(facts.subType)
  return {
    kind: 'patch',
    key: kbKey(facts.number, product),
    title: `${facts.subType === '' ? 'Security Update' : lineOf(facts.subType, 100)} for ${product} (KB${facts.number})`,
    platform: platformOf(product),
    vendor: 'Microsoft',
    products: [product],
    families: familiesOf(product, lineOf(facts.family, 100)),
    track: `kb@${slug}${isHotpatch ? '/hotpatch' : ''}`,
    version: windowsBuild(facts.fixedBuild) === null ? '' : facts.fixedBuild.trim(),
    versionScheme: null,
    category: categoryOf(facts.subType, cves, advisories),
    isSecurity: true,
    vendorSeverity,
    severity: severityOf(vendorSeverity),
    cves,
    advisories: [`KB${facts.number}`, ...advisories],
    references: [...new Set(facts.references)].slice(0, MOST_REFERENCES),
    issuedAtMs: facts.issuedAtMs,
    updatedAtMs: facts.updatedAtMs,
    reboot: rebootOf(facts.restart),
    downloadMethod: facts.downloadMethod,
    files: [],
    detection: isHotpatch ? null : detectionOf(product, slug, facts),
    install: null,
    deprecated: null,
  }
}

/** Ours by the product's name, so that all sources say the same; the source's own where we have none. ESU: paid support, beside Windows. */
function familiesOf(product: string, stated: string): readonly string[] {
  const own = familyOf(product)
  if (own === '') return stated === '' ? [] : [stated]
  return stated === 'ESU' ? [own, stated] : [own]
}

/** Updates that change running code, for machines enrolled in that. */
export const isHotpatchType = (subType: string): boolean => /hotpatch/i.test(subType)

/**
 * By build where all updates of a product are cumulative. A hotpatch ends in a lower build than the update of its day: a machine at either
 * has the fixes, so that the lower of the two is asked for. Of hotpatches nothing can be said: only machines that are enrolled are offered them.
 */
function detectionOf(product: string, slug: string, { fixedBuild, sameFixesBuild }: KbFacts): Detection | null {
  const own = windowsBuild(fixedBuild)
  if (own === null || !isCumulativeProduct(slug)) return null
  const same = windowsBuild(sameFixesBuild)
  const isLower = same !== null && same.build === own.build && same.revision < own.revision
  return { kind: 'windowsBuild', product, fixedBuild: (isLower ? sameFixesBuild : fixedBuild).trim() }
}

function worst(words: Iterable<string>): string {
  let best = ''
  let rank = severities.indexOf('')
  for (const word of words) {
    const one = severities.indexOf(severityOf(word))
    if (one >= rank) continue
    rank = one
    best = lineOf(word, 100)
  }
  return best
}

function categoryOf(subType: string, cves: readonly string[], advisories: readonly string[]): PatchCategory {
  if (/servicing stack/i.test(subType)) return 'servicingStack'
  if (cves.length === 0 && advisories.includes(SERVICING_STACK)) return 'servicingStack'
  return /rollup/i.test(subType) ? 'rollup' : 'security'
}

function rebootOf(word: string): PatchRecord['reboot'] {
  switch (word.trim().toLowerCase()) {
    case 'yes':
      return 'always'
    case 'no':
      return 'never'
    case 'maybe':
      return 'maybe'
    default:
      return null
  }
}

/** The article itself. */
export const kbArticle = (number: string): string => `https://support.microsoft.com/help/${number}`

/** What the Update Catalog has comes by Windows Update; other pages are for people. '' says nothing, and Windows Update is the usual way. */
export function downloadMethodOf(url: string, family: string): DownloadMethod {
  if (url === '' || family === 'Windows') return 'automatic'
  return /^https?:\/\/(?:www\.)?catalog\.update\.microsoft\.com\//i.test(url) ? 'automatic' : 'acquireFromVendor'
}
