import { kbKey, kbNumber, productSlug, windowsBuild } from '@patchyard/domain'
import { lineOf } from '../fields/plain-text.ts'
import { publicUrl } from '../fields/public-url.ts'
import type { FeedItem } from '../records/record.ts'
import { kbNumbers } from './kb-numbers.ts'
import { downloadMethodOf, isHotpatchType, kbArticle, kbPatch } from './kb-patch.ts'
import { familyOf } from './product-family.ts'

/** What one place of a document says of one KB in one product. */
export interface KbMention {
  /** As written: only numbers of articles are patches. */
  readonly article: string
  readonly product: string
  readonly family: string
  readonly cve: string
  readonly severity: string
  readonly url: string
  readonly supercedence: string
  readonly subType: string
  readonly restart: string
  readonly fixedBuild: string
  readonly atMs: number | null
}

interface Collected {
  readonly number: string
  readonly product: string
  readonly family: string
  readonly cves: Set<string>
  readonly severities: Set<string>
  readonly urls: Set<string>
  readonly supersedes: Set<string>
  readonly subTypes: Map<string, number>
  readonly days: Map<number, number>
  restart: string
  fixedBuild: string
}

/** Of the CVEs of a monthly update, a hotpatch of its day has at least so many (`domain/catalog/supersedence-tracks.ts`). */
const LEAST_COMMON = 0.85

/** One KB repeats under every CVE that it fixes: mentions in, one patch for each KB and product out. */
export class KbCollection {
  readonly #patches = new Map<string, Collected>()

  /** What is wrong with it, as the end of a sentence; null when it was taken, or is about no KB. */
  add(mention: KbMention): string | null {
    const number = kbNumber(mention.article)
    if (number === null) return null
    let key: string
    try {
      key = kbKey(number, mention.product)
    } catch (error) {
      if (error instanceof RangeError) return `has a product whose name is none`
      throw error
    }
    let one = this.#patches.get(key)
    if (one === undefined) this.#patches.set(key, (one = collected(number, mention)))
    if (mention.cve !== '') one.cves.add(mention.cve)
    one.severities.add(mention.severity)
    const url = publicUrl(mention.url)
    if (url !== '') one.urls.add(url)
    for (const older of kbNumbers(mention.supercedence)) if (older !== number) one.supersedes.add(older)
    if (mention.subType !== '') count(one.subTypes, mention.subType)
    if (mention.atMs !== null) count(one.days, mention.atMs)
    one.restart = stronger(one.restart, mention.restart)
    one.fixedBuild = higher(one.fixedBuild, mention.fixedBuild)
    return null
  }

  *records(): Generator<FeedItem> {
    const hotpatches = Map.groupBy(
      [...this.#patches.values()].filter(one => isHotpatchType(most(one.subTypes) ?? '')),
      one => productSlug(one.product),
    )
    for (const [key, one] of this.#patches) {
      const [url = ''] = one.urls
      const subType = most(one.subTypes) ?? ''
      yield kbPatch({
        number: one.number,
        product: one.product,
        family: one.family,
        subType,
        severities: one.severities,
        cves: one.cves,
        advisories: [],
        references: [kbArticle(one.number), ...one.urls],
        issuedAtMs: most(one.days),
        updatedAtMs: null,
        restart: one.restart,
        fixedBuild: one.fixedBuild,
        sameFixesBuild: isHotpatchType(subType)
          ? ''
          : sameFixesBuild(one, hotpatches.get(productSlug(one.product)) ?? []),
        downloadMethod: downloadMethodOf(url, familyOf(one.product)),
      })
      for (const older of one.supersedes)
        yield { kind: 'supersedes', newer: key, older: kbKey(older, one.product), derived: null }
    }
  }
}

const collected = (number: string, { product, family }: KbMention): Collected => ({
  number,
  product: lineOf(product),
  family,
  cves: new Set(),
  severities: new Set(),
  urls: new Set(),
  supersedes: new Set(),
  subTypes: new Map(),
  days: new Map(),
  restart: '',
  fixedBuild: '',
})

function count<T>(counts: Map<T, number>, value: T): void {
  counts.set(value, (counts.get(value) ?? 0) + 1)
}

/** What was said most often; of two, the first in order. */
function most<T extends string | number>(counts: ReadonlyMap<T, number>): T | null {
  const sorted = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return sorted[0]?.[0] ?? null
}

const RESTARTS = ['', 'no', 'maybe', 'yes']
const stronger = (a: string, b: string): string =>
  RESTARTS.indexOf(b.trim().toLowerCase()) > RESTARTS.indexOf(a.trim().toLowerCase()) ? b : a

/** An update that was issued again has two builds: who has the first lacks the second. */
function higher(a: string, b: string): string {
  const [x, y] = [windowsBuild(a), windowsBuild(b)]
  if (x === null || y === null) return x === null && (y !== null || a === '') ? b : a
  return y.build > x.build || (y.build === x.build && y.revision > x.revision) ? b : a
}

/** Build of the hotpatch that fixes what this update fixes. */
function sameFixesBuild(update: Collected, hotpatches: readonly Collected[]): string {
  const same = hotpatches.filter(
    one =>
      windowsBuild(one.fixedBuild) !== null &&
      [...update.cves].filter(cve => one.cves.has(cve)).length >= update.cves.size * LEAST_COMMON,
  )
  return same.map(one => one.fixedBuild).toSorted(byRevision)[0] ?? ''
}

const byRevision = (a: string, b: string): number => (windowsBuild(a)?.revision ?? 0) - (windowsBuild(b)?.revision ?? 0)
