import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import type { Rejection } from '../../records/record.ts'
import { branchCheck, type CvrfVulnerability, documentCheck, productCheck, vulnerabilityCheck } from './cvrf-schema.ts'
import { addProduct, type Month, newMonth, type Vulnerability } from './month.ts'

/** Vendor, then family, then product; one more is room. */
const DEEPEST_BRANCH = 4

/** The JSON form of CVRF 1.1, with Microsoft's numbers for kinds. Throws FeedError `feed_malformed`. */
export function readJsonMonth(document: unknown): {
  month: Month
  vulnerabilities: readonly Vulnerability[]
  rejections: readonly Rejection[]
} {
  if (!documentCheck.Check(document)) throw new FeedError('feed_malformed', 'it is no CVRF document')
  const { DocumentTracking: tracking, ProductTree: tree } = document
  const month = newMonth()
  month.id = tracking.Identification.ID?.Value ?? ''
  month.releasedAtMs = instantOf(tracking.InitialReleaseDate ?? '')
  month.changedAtMs = instantOf(tracking.CurrentReleaseDate ?? '')
  addBranches(month, tree.Branch, '', 0)
  for (const one of tree.FullProductName) if (productCheck.Check(one)) addProduct(month, one.ProductID, one.Value, '')
  const vulnerabilities: Vulnerability[] = []
  const rejections: Rejection[] = []
  for (const [i, one] of document.Vulnerability.entries()) {
    if (vulnerabilityCheck.Check(one)) vulnerabilities.push(vulnerabilityOf(one))
    else rejections.push({ kind: 'rejected', where: `vulnerability ${i + 1}`, reason: 'has members of another shape' })
  }
  return { month, vulnerabilities, rejections }
}

function addBranches(month: Month, branches: unknown, family: string, depth: number): void {
  if (!Array.isArray(branches) || depth > DEEPEST_BRANCH) return
  for (const one of branches as readonly unknown[]) {
    if (productCheck.Check(one)) addProduct(month, one.ProductID, one.Value, family)
    else if (branchCheck.Check(one)) {
      const isFamily = one.Type === 1 || one.Type === 'Product Family'
      addBranches(month, one.Items, isFamily ? (one.Name ?? '') : family, depth + 1)
    }
  }
}

const SEVERITY = new Set<unknown>([3, 'Severity'])
const VENDOR_FIX = new Set<unknown>([2, 'Vendor Fix'])

function vulnerabilityOf(one: CvrfVulnerability): Vulnerability {
  const cwes = one.CWE ?? []
  return {
    cve: one.CVE ?? '',
    title: one.Title?.Value ?? '',
    cwes: (Array.isArray(cwes) ? cwes : [cwes]).map(cwe => cwe.ID ?? ''),
    severities: (one.Threats ?? [])
      .filter(threat => SEVERITY.has(threat.Type))
      .map(threat => ({ word: threat.Description?.Value ?? '', products: threat.ProductID ?? [] })),
    scores: (one.CVSSScoreSets ?? []).map(score => ({ vector: score.Vector ?? '', products: score.ProductID ?? [] })),
    fixes: (one.Remediations ?? [])
      .filter(fix => VENDOR_FIX.has(fix.Type))
      .map(fix => ({
        description: fix.Description?.Value ?? '',
        url: fix.URL ?? '',
        supercedence: fix.Supercedence ?? '',
        products: fix.ProductID ?? [],
        subType: fix.SubType ?? '',
        restart: fix.RestartRequired?.Value ?? '',
        fixedBuild: fix.FixedBuild ?? '',
      })),
    revisions: (one.RevisionHistory ?? []).map(revision => revision.Date ?? ''),
  }
}
