import { cveName } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf, paragraphsOf } from '../../fields/plain-text.ts'
import { cweNames, referencesOf } from '../../fields/weaknesses.ts'
import type { Rejection } from '../../records/record.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import type { KevCatalogEntry } from './kev-schema.ts'

export function mapEntry(entry: KevCatalogEntry): VulnerabilityRecord | Rejection {
  const cve = cveName(entry.cveID)
  if (cve === null) return rejected(entry, 'has a cveID that is no CVE')
  const addedAtMs = dayOf(entry.dateAdded)
  if (addedAtMs === null) return rejected(entry, 'has a dateAdded that is no day')
  // Since BOD 26-04 the due date follows no rule that could be computed: without it, the entry does not say what it is there to say.
  const dueAtMs = dayOf(entry.dueDate)
  if (dueAtMs === null) return rejected(entry, 'has a dueDate that is no day')
  return {
    kind: 'vulnerability',
    cve,
    title: lineOf(entry.vulnerabilityName),
    description: paragraphsOf(entry.shortDescription),
    cwes: cweNames(entry.cwes ?? []),
    references: referencesOf(entry.notes?.slice(0, 20_000).match(/https?:\/\/[^\s;]+/g) ?? []),
    kev: {
      addedAtMs,
      dueAtMs,
      ransomware: entry.knownRansomwareCampaignUse === 'Known',
      requiredAction: paragraphsOf(entry.requiredAction),
      vendor: lineOf(entry.vendorProject),
      product: lineOf(entry.product),
    },
  }
}

const dayOf = (text: string): number | null => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? instantOf(text) : null)

const rejected = (entry: KevCatalogEntry, reason: string): Rejection => ({
  kind: 'rejected',
  where: lineOf(entry.cveID, 60),
  reason,
})
