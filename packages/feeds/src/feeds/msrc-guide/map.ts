import { cveName } from '../../fields/cve-names.ts'
import { cvssVector } from '../../fields/cvss-vectors.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { KbCollection } from '../../microsoft/kb-collection.ts'
import type { FeedItem, Rejection } from '../../records/record.ts'
import type { Advisory, AffectedProduct, Deployment, Vulnerability } from './guide-schema.ts'

/** The end of a sentence; null: taken, or about no KB. */
export const addDeployment = (kbs: KbCollection, entry: Deployment): string | null =>
  kbs.add({
    article: entry.articleName ?? '',
    product: entry.product,
    family: entry.productFamily ?? '',
    cve: '',
    severity: entry.severity ?? '',
    url: entry.downloadUrl ?? '',
    supercedence: entry.supercedence ?? '',
    subType: entry.downloadName ?? '',
    restart: entry.rebootRequired ?? '',
    fixedBuild: entry.fixedBuildNumber ?? '',
    atMs: instantOf(entry.releaseDate ?? ''),
  })

export const addAffectedProduct = (kbs: KbCollection, entry: AffectedProduct): (string | null)[] =>
  (entry.kbArticles ?? []).map(article =>
    kbs.add({
      article: article.articleName ?? '',
      product: entry.product,
      family: entry.productFamily ?? '',
      cve: cveName(entry.cveNumber) ?? '',
      severity: entry.severity ?? '',
      url: article.downloadUrl ?? '',
      supercedence: article.supercedence ?? '',
      subType: article.downloadName ?? '',
      restart: article.rebootRequired ?? '',
      fixedBuild: article.fixedBuildNumber ?? '',
      atMs: instantOf(entry.releaseDate ?? ''),
    }),
  )

export function* vulnerabilityRecord(
  entry: Vulnerability,
  rejected: (reason: string) => Rejection,
): Generator<FeedItem> {
  const cve = cveName(entry.cveNumber)
  if (cve === null) {
    yield rejected('has no CVE')
    return
  }
  const vector = (entry.vectorString ?? '').trim()
  const read = vector === '' ? null : cvssVector(vector, sourceOf(entry.issuingCna ?? ''), true)
  if (read !== null && 'problem' in read) yield rejected(read.problem)
  yield {
    kind: 'vulnerability',
    cve,
    title: lineOf(entry.cveTitle ?? ''),
    cwes: [...new Set((entry.cweList ?? []).flatMap(text => /^CWE-[0-9]{1,6}(?=$|[: ])/.exec(text)?.[0] ?? []))],
    publishedAtMs: instantOf(entry.releaseDate ?? ''),
    modifiedAtMs: instantOf(entry.latestRevisionDate ?? ''),
    cvss: read !== null && 'vector' in read ? [read.vector] : [],
  }
}

const sourceOf = (cna: string): string => `cna:${lineOf(cna, 100).toLowerCase() || 'microsoft'}`

export function* advisoryRecord(entry: Advisory, rejected: (reason: string) => Rejection): Generator<FeedItem> {
  const name = entry.advisoryNumber.trim()
  if (!/^ADV[0-9]{6}$/.test(name)) {
    yield rejected('has no number of an advisory')
    return
  }
  if (entry.isRemoved === true) return
  const title = lineOf(entry.title ?? '')
  yield {
    kind: 'advisory',
    name,
    title: title === '' ? name : title,
    category: 'security',
    vendorSeverity: '',
    severity: '',
    issuedAtMs: instantOf(entry.publishDate ?? ''),
    updatedAtMs: instantOf(entry.modifiedOn ?? ''),
    url: publicUrl(`https://msrc.microsoft.com/update-guide/en-US/advisory/${name}`),
    cves: [],
    replaces: [],
    reboot: null,
    fixes: [],
  }
}
