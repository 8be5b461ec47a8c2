import { kbKey, kbNumber, windowsProductsOfTitle } from '@patchyard/domain'
import { lineOf } from '../../fields/plain-text.ts'
import { kbArticle, kbPatch } from '../../microsoft/kb-patch.ts'
import type { PatchCategory } from '../../records/patch-record.ts'
import type { FeedItem } from '../../records/record.ts'
import type { UpdateDetails } from './parse.ts'

/** Classifications of Windows Update. "Critical Updates" fix bugs: they are no statement about security. */
const CATEGORIES: Readonly<Record<string, PatchCategory>> = {
  'Security Updates': 'security',
  'Critical Updates': 'bugfix',
  Updates: 'bugfix',
  'Update Rollups': 'rollup',
  'Definition Updates': 'definition',
  'Feature Packs': 'feature',
  'Service Packs': 'rollup',
  Upgrades: 'feature',
  Drivers: 'driver',
  Tools: 'tool',
}

const RESTARTS: Readonly<Record<string, string>> = {
  'Never restarts': 'No',
  'Can request restart': 'Maybe',
  'Always requires restart': 'Yes',
}

/** A patch for each product that the title names, with what it replaces and what replaces it in the same product. */
export function* recordsOfDetails(details: UpdateDetails): Generator<FeedItem> {
  yield { kind: 'edition', version: '', publishedAtMs: details.modifiedAtMs, declared: 1 }
  const number = kbNumber(details.kb)
  const products = windowsProductsOfTitle(details.title)
  if (number === null || products.length === 0) {
    const reason =
      number === null ? 'has no one KB' : 'is of a product that its title does not name as security data does'
    yield { kind: 'rejected', where: lineOf(details.title, 100), reason }
    return
  }
  for (const product of products) {
    const key = kbKey(number, product)
    const patch = kbPatch({
      number,
      product,
      family: '',
      subType: '',
      severities: [details.severity],
      cves: [],
      advisories: [],
      references: [kbArticle(number), ...details.moreInfo],
      issuedAtMs: null,
      updatedAtMs: details.modifiedAtMs,
      restart: RESTARTS[details.restart] ?? '',
      fixedBuild: '',
      sameFixesBuild: '',
      downloadMethod: 'automatic',
    })
    yield {
      ...patch,
      title: lineOf(details.title),
      category: CATEGORIES[details.classification] ?? '',
      isSecurity: details.classification === 'Security Updates',
    }
    for (const older of keysIn(details.supersedes, product))
      if (older !== key) yield { kind: 'supersedes', newer: key, older, derived: null }
    for (const newer of keysIn(details.supersededBy, product))
      if (newer !== key) yield { kind: 'supersedes', newer, older: key, derived: null }
  }
}

function keysIn(titles: readonly string[], product: string): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const title of titles) {
    const number = /\((KB[0-9]{6,7})\)(?: UUP| \([0-9]{5}\.[0-9]{1,5}\))?$/.exec(title)?.[1]
    if (number !== undefined && windowsProductsOfTitle(title).includes(product)) keys.add(kbKey(number, product))
  }
  return keys
}
