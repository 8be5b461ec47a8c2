import { cveName } from '../../fields/cve-names.ts'
import { cvssVector, MOST_VECTORS } from '../../fields/cvss-vectors.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf, paragraphsOf } from '../../fields/plain-text.ts'
import { ssvcValues } from '../../fields/ssvc-values.ts'
import { cweNames, referencesOf } from '../../fields/weaknesses.ts'
import type { Rejection } from '../../records/record.ts'
import type { CvssVector, SsvcValues, VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { metricShape, type NvdEntry, ssvcShape } from './nvd-schema.ts'

/** The record, behind the rejections of what in it is not taken. */
export function* mapEntry(entry: NvdEntry): Generator<VulnerabilityRecord | Rejection> {
  const cve = cveName(entry.id)
  if (cve === null) {
    yield { kind: 'rejected', where: lineOf(entry.id, 60), reason: 'has an id that is no CVE' }
    return
  }
  const cvss: CvssVector[] = []
  for (const found of vectorsOf(entry)) {
    if ('vector' in found) cvss.push(found.vector)
    else yield { kind: 'rejected', where: cve, reason: found.problem }
  }
  const ssvc = ssvcOf(entry)
  if (ssvc === null) yield { kind: 'rejected', where: cve, reason: 'has an SSVC decision that is none' }
  yield {
    kind: 'vulnerability',
    cve,
    description: paragraphsOf(entry.descriptions.find(({ lang }) => lang === 'en')?.value ?? ''),
    // The others (Received, Awaiting Analysis, Deferred, Modified …) say how far NVD has come, not whether the CVE stands.
    state: entry.vulnStatus?.toLowerCase() === 'rejected' ? 'rejected' : 'published',
    publishedAtMs: instantOf(entry.published),
    modifiedAtMs: instantOf(entry.lastModified),
    cwes: cweNames((entry.weaknesses ?? []).flatMap(({ description }) => description.map(({ value }) => value))),
    references: referencesOf((entry.references ?? []).map(({ url }) => url)),
    cvss,
    ...(ssvc === undefined || ssvc === null ? {} : { ssvc }),
  }
}

function* vectorsOf({ metrics }: NvdEntry): Generator<ReturnType<typeof cvssVector>> {
  const all = [
    ...(metrics?.cvssMetricV40 ?? []),
    ...(metrics?.cvssMetricV31 ?? []),
    ...(metrics?.cvssMetricV30 ?? []),
    ...(metrics?.cvssMetricV2 ?? []),
  ]
  for (const value of all.slice(0, MOST_VECTORS)) {
    const metric = metricShape.read(value)
    yield 'ok' in metric
      ? cvssVector(metric.ok.cvssData.vectorString, lineOf(metric.ok.source, 200), metric.ok.type === 'Primary')
      : { problem: `has a metric that ${metric.problem}` }
  }
}

/** undefined: it has none. null: what it has is none. */
function ssvcOf({ metrics }: NvdEntry): SsvcValues | null | undefined {
  const last = metrics?.ssvcV203?.at(-1)
  if (last === undefined) return undefined
  const decision = ssvcShape.read(last)
  return 'ok' in decision ? ssvcValues(decision.ok.ssvcData.options) : null
}
