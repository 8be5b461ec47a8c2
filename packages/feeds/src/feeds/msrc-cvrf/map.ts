import { cveName } from '../../fields/cve-names.ts'
import { cvssVector } from '../../fields/cvss-vectors.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { KbCollection } from '../../microsoft/kb-collection.ts'
import type { FeedItem, Rejection } from '../../records/record.ts'
import type { CvssVector } from '../../records/vulnerability-record.ts'
import type { Month, Vulnerability } from './month.ts'

/** One vector for each product, mostly all the same. */
const MOST_VECTORS = 10
const SOURCE = 'cna:microsoft'

/** Vulnerabilities, then the patches that fix them and what those replace. */
export function* recordsOfMonth(month: Month, vulnerabilities: readonly Vulnerability[]): Generator<FeedItem> {
  const kbs = new KbCollection()
  const seen = new Set<string>()
  for (const [i, one] of vulnerabilities.entries()) {
    const cve = cveName(one.cve)
    const where = cve ?? `vulnerability ${i + 1}`
    if (cve === null && !/^ADV[0-9]{6}$/.test(one.cve)) {
      yield { kind: 'rejected', where, reason: 'has no CVE' }
      continue
    }
    if (cve !== null && seen.has(cve)) {
      yield { kind: 'rejected', where, reason: 'comes twice; what it fixes is taken, the rest of it is not' }
    } else if (cve !== null) {
      seen.add(cve)
      yield* vulnerabilityRecord(cve, one)
    }
    yield* addFixes(kbs, month, one, cve ?? '', where)
  }
  yield* kbs.records()
}

const revisionsOf = (one: Vulnerability): number[] =>
  one.revisions
    .slice(0, 1000)
    .map(instantOf)
    .filter(at => at !== null)

function* vulnerabilityRecord(cve: string, one: Vulnerability): Generator<FeedItem> {
  const revisions = revisionsOf(one)
  const cvss: CvssVector[] = []
  for (const text of new Set(one.scores.map(score => score.vector.trim()))) {
    if (text === '' || cvss.length === MOST_VECTORS) continue
    const read = cvssVector(text, SOURCE, cvss.length === 0)
    if ('vector' in read) cvss.push(read.vector)
    else yield { kind: 'rejected', where: cve, reason: read.problem }
  }
  yield {
    kind: 'vulnerability',
    cve,
    title: lineOf(one.title),
    cwes: [...new Set(one.cwes.filter(cwe => /^CWE-[0-9]{1,6}$/.test(cwe)))].slice(0, 50),
    publishedAtMs: revisions.length === 0 ? null : Math.min(...revisions),
    modifiedAtMs: revisions.length === 0 ? null : Math.max(...revisions),
    cvss,
  }
}

function* addFixes(
  kbs: KbCollection,
  month: Month,
  one: Vulnerability,
  cve: string,
  where: string,
): Generator<Rejection> {
  const severities = new Map(one.severities.flatMap(({ word, products }) => products.map(id => [id, word] as const)))
  const revisions = revisionsOf(one)
  const published = revisions.length === 0 ? month.releasedAtMs : Math.min(...revisions)
  const problems = new Set<string>()
  for (const fix of one.fixes) {
    for (const id of fix.products) {
      const product = month.products.get(id)
      if (product === undefined) {
        problems.add('names a product that the document does not list')
        continue
      }
      const problem = kbs.add({
        article: fix.description,
        product: product.name,
        family: product.family,
        cve,
        severity: severities.get(id) ?? '',
        url: fix.url,
        supercedence: fix.supercedence,
        subType: fix.subType,
        restart: fix.restart,
        fixedBuild: fix.fixedBuild,
        atMs: published,
      })
      if (problem !== null) problems.add(problem)
    }
  }
  for (const reason of problems) yield { kind: 'rejected', where, reason }
}
