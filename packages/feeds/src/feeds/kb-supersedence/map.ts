import { kbKey, productSlug } from '@patchyard/domain'
import { cveName } from '../../fields/cve-names.ts'
import { kbNumbers } from '../../microsoft/kb-numbers.ts'
import { downloadMethodOf, kbArticle, kbPatch } from '../../microsoft/kb-patch.ts'
import { familyOf } from '../../microsoft/product-family.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import type { SupersedesRecord } from '../../records/supersedes-record.ts'

export interface KbRow {
  readonly number: string
  readonly product: string
  readonly postedAtMs: number
  readonly cve: string
  readonly severity: string
  readonly supersedes: string
}

interface InProduct {
  readonly name: string
  readonly cves: Set<string>
  readonly advisories: Set<string>
  readonly severities: Set<string>
  readonly supersedes: Set<string>
  lastAtMs: number
}

interface Kb {
  /** Rows of each day, in all products. */
  readonly days: Map<number, number>
  readonly products: Map<string, InProduct>
}

/** Rows by KB and product. Texts that come again are kept once: 480,000 rows name 15,000 CVEs. */
export class KbRows {
  readonly #kbs = new Map<string, Kb>()
  readonly #texts = new Map<string, string>()
  readonly #slugs = new Map<string, string>()
  /** Rows in which a KB replaces itself. */
  selfReferences = 0

  add(row: KbRow): void {
    let kb = this.#kbs.get(row.number)
    if (kb === undefined) this.#kbs.set(this.#once(row.number), (kb = { days: new Map(), products: new Map() }))
    kb.days.set(row.postedAtMs, (kb.days.get(row.postedAtMs) ?? 0) + 1)
    const one = this.#inProduct(kb, row.product)
    const cve = cveName(row.cve)
    if (cve !== null) one.cves.add(this.#once(cve))
    else if (/^ADV[0-9]{6}$/.test(row.cve)) one.advisories.add(this.#once(row.cve))
    one.severities.add(this.#once(row.severity))
    one.lastAtMs = Math.max(one.lastAtMs, row.postedAtMs)
    if (row.supersedes === '') return
    for (const older of kbNumbers(row.supersedes)) {
      if (older === row.number) this.selfReferences++
      else one.supersedes.add(this.#once(older))
    }
  }

  *records(): Generator<PatchRecord | SupersedesRecord> {
    for (const [number, kb] of this.#kbs) {
      const issuedAtMs = releaseDay(kb.days)
      for (const one of kb.products.values()) {
        yield patchOf(number, issuedAtMs, one)
        const newer = kbKey(number, one.name)
        for (const older of one.supersedes)
          yield { kind: 'supersedes', newer, older: kbKey(older, one.name), derived: null }
      }
    }
  }

  #inProduct(kb: Kb, name: string): InProduct {
    let slug = this.#slugs.get(name)
    if (slug === undefined) this.#slugs.set(name, (slug = productSlug(name)))
    let one = kb.products.get(slug)
    if (one === undefined) {
      one = {
        name: this.#once(name),
        cves: new Set(),
        advisories: new Set(),
        severities: new Set(),
        supersedes: new Set(),
        lastAtMs: 0,
      }
      kb.products.set(slug, one)
    }
    return one
  }

  #once(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    return text
  }
}

/**
 * The day with the most rows of a KB, the earliest of several. "DatePosted" is the day of the CVE, not of the KB: earlier where an old CVE is fixed
 * once more (5083769, of 2026-04-14, has rows of 2025-12-02), later where a CVE is published after its fix.
 */
function releaseDay(days: ReadonlyMap<number, number>): number {
  let best = 0
  let most = 0
  for (const [day, rows] of days) {
    if (rows < most || (rows === most && day > best)) continue
    best = day
    most = rows
  }
  return best
}

function patchOf(number: string, issuedAtMs: number, one: InProduct): PatchRecord {
  return kbPatch({
    number,
    product: one.name,
    family: '',
    subType: '',
    severities: one.severities,
    cves: one.cves,
    advisories: one.advisories,
    references: [kbArticle(number)],
    issuedAtMs,
    updatedAtMs: one.lastAtMs > issuedAtMs ? one.lastAtMs : null,
    restart: '',
    fixedBuild: '',
    sameFixesBuild: '',
    downloadMethod: downloadMethodOf('', familyOf(one.name)),
  })
}
