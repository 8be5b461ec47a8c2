import { cveName } from '../../fields/cve-names.ts'
import { cvssVector, MOST_VECTORS } from '../../fields/cvss-vectors.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf, paragraphsOf } from '../../fields/plain-text.ts'
import { ssvcValues } from '../../fields/ssvc-values.ts'
import { cweNames, referencesOf } from '../../fields/weaknesses.ts'
import type { Rejection } from '../../records/record.ts'
import type { CvssVector, SsvcValues, VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { adpShape, type CveContainer, type CveFile, metricShape, ssvcShape } from './cve-schema.ts'

/** Whose container decisions and exploitation come from. */
const CISA = 'CISA-ADP'
const MOST_CONTAINERS = 20

/** The record, behind the rejections of what in it is not taken. `file`: name of its file, '' when it has none. */
export function* mapRecord(record: CveFile, file: string): Generator<VulnerabilityRecord | Rejection> {
  const { cveMetadata, containers } = record
  const cve = cveName(cveMetadata.cveId)
  if (cve === null) {
    yield { kind: 'rejected', where: lineOf(cveMetadata.cveId, 60), reason: 'has a cveId that is no CVE' }
    return
  }
  if (/^CVE-.*\.json$/.test(file) && file !== `${cve}.json`) {
    yield { kind: 'rejected', where: cve, reason: `is in the file of another: ${lineOf(file, 60)}` }
    return
  }
  const cna = containers.cna
  const all: Provider[] = [{ name: `cna:${lineOf(cveMetadata.assignerShortName ?? '', 100)}`, container: cna }]
  for (const value of (containers.adp ?? []).slice(0, MOST_CONTAINERS)) {
    const adp = adpShape.read(value)
    if ('problem' in adp) yield { kind: 'rejected', where: cve, reason: `has an ADP container that ${adp.problem}` }
    else all.push({ name: `adp:${lineOf(adp.ok.providerMetadata?.shortName ?? '', 100)}`, container: adp.ok })
  }
  const cvss: CvssVector[] = []
  let ssvc: SsvcValues | null = null
  for (const found of all.flatMap(provider => [...metricsOf(provider)])) {
    if ('problem' in found) yield { kind: 'rejected', where: cve, reason: found.problem }
    else if ('ssvc' in found) ssvc = found.ssvc
    else if (cvss.length < MOST_VECTORS) cvss.push(found.vector)
  }
  const isRejected = cveMetadata.state === 'REJECTED'
  const texts = (isRejected ? cna.rejectedReasons : cna.descriptions) ?? []
  yield {
    kind: 'vulnerability',
    cve,
    title: lineOf(cna.title ?? ''),
    description: paragraphsOf(texts.find(({ lang }) => /^en\b/i.test(lang))?.value ?? ''),
    state: isRejected ? 'rejected' : 'published',
    publishedAtMs: instantOf(cveMetadata.datePublished ?? ''),
    modifiedAtMs: instantOf(cveMetadata.dateUpdated ?? ''),
    cwes: cweNames(all.flatMap(({ container }) => weaknessesOf(container))),
    references: referencesOf(all.flatMap(({ container }) => (container.references ?? []).map(({ url }) => url))),
    cvss,
    ...(ssvc === null ? {} : { ssvc }),
  }
}

interface Provider {
  readonly name: string
  readonly container: CveContainer
}

const weaknessesOf = ({ problemTypes }: CveContainer): string[] =>
  (problemTypes ?? []).flatMap(({ descriptions }) => (descriptions ?? []).map(({ cweId }) => cweId ?? ''))

type Found = { readonly vector: CvssVector } | { readonly ssvc: SsvcValues } | { readonly problem: string }

function* metricsOf({ name, container }: Provider): Generator<Found> {
  for (const value of (container.metrics ?? []).slice(0, MOST_VECTORS)) {
    const metric = metricShape.read(value)
    if ('problem' in metric) {
      yield { problem: `has a metric that ${metric.problem}` }
      continue
    }
    const { cvssV4_0, cvssV3_1, cvssV3_0, cvssV2_0, other } = metric.ok
    for (const one of [cvssV4_0, cvssV3_1, cvssV3_0, cvssV2_0])
      if (one !== undefined) yield cvssVector(one.vectorString, name, name.startsWith('cna:'))
    if (name === `adp:${CISA}` && other?.type === 'ssvc') {
      const decision = ssvcShape.read(other.content)
      const ssvc = 'ok' in decision ? ssvcValues(decision.ok.options) : null
      yield ssvc === null ? { problem: 'has an SSVC decision that is none' } : { ssvc }
    }
  }
}
