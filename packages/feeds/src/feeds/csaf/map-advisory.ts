import { isOfModule } from '@patchyard/domain'
import { cveNames, MOST_CVES } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { AdvisoryFix, AdvisoryRecord } from '../../records/advisory-record.ts'
import { severityOf } from '../../records/severity.ts'
import type { CsafDocument, CsafVulnerability } from './csaf-schema.ts'
import type { Located } from './map-fixes.ts'

const MOST_FIXES = 20_000

/** null for a document that is about one CVE and no advisory of its own: Red Hat's VEX, Microsoft's. */
export function mapAdvisory(
  { document }: CsafDocument,
  vulnerabilities: readonly CsafVulnerability[],
  locate: (id: string) => Located | null,
): AdvisoryRecord | null {
  const name = lineOf(document.tracking.id, 100)
  if (name === '' || /^(?:msrc_)?CVE-/i.test(name)) return null
  const severity = lineOf(document.aggregate_severity?.text ?? '', 40)
  return {
    kind: 'advisory',
    name,
    title: lineOf(document.title),
    category: categoryOf(name),
    vendorSeverity: severity,
    severity: severityOf(severity),
    issuedAtMs: instantOf(document.tracking.initial_release_date ?? ''),
    updatedAtMs: instantOf(document.tracking.current_release_date ?? ''),
    url: urlOf(document.references),
    cves: cveNames(vulnerabilities.map(one => one.cve ?? '')).slice(0, MOST_CVES),
    replaces: [],
    reboot: rebootOf(vulnerabilities),
    fixes: fixesOf(name, vulnerabilities, locate),
  }
}

/** RHSA, SUSE-SU, openSUSE-SU and the advisories of an authority are about security; others say by their second letters that they are not. */
function categoryOf(name: string): AdvisoryRecord['category'] {
  if (/^RHBA-|SUSE-[RO]U-/.test(name)) return 'bugfix'
  return /^RHEA-|SUSE-FU-/.test(name) ? 'enhancement' : 'security'
}

/** The page for people before the document itself. */
function urlOf(references: CsafDocument['document']['references']): string {
  const own = (references ?? []).filter(one => one.category === 'self').map(one => publicUrl(one.url))
  return own.find(url => url !== '' && !url.endsWith('.json')) ?? own.find(url => url !== '') ?? ''
}

function rebootOf(vulnerabilities: readonly CsafVulnerability[]): AdvisoryRecord['reboot'] {
  const said = new Set(
    vulnerabilities.flatMap(one => (one.remediations ?? []).map(fix => fix.restart_required?.category ?? '')),
  )
  if (said.has('machine') || said.has('system')) return 'always'
  if (['service', 'vulnerable_component', 'parent', 'dependencies', 'connected', 'zone'].some(one => said.has(one)))
    return 'maybe'
  return said.has('none') ? 'never' : null
}

function fixesOf(
  advisory: string,
  vulnerabilities: readonly CsafVulnerability[],
  locate: (id: string) => Located | null,
): AdvisoryFix[] {
  const fixes = new Map<string, AdvisoryFix>()
  for (const { product_status: status } of vulnerabilities) {
    for (const id of [...(status?.fixed ?? []), ...(status?.first_fixed ?? []), ...(status?.recommended ?? [])]) {
      const located = locate(id)
      if (located === null || located.component.version === '' || fixes.size === MOST_FIXES) continue
      const { platform, component } = located
      const { of, name, version, arch } = component
      const module = located.module === '' && isOfModule(version) ? `?${advisory}` : located.module
      const key = [platform.distro, platform.release, platform.pocket, of, name, arch, version, module].join('\n')
      if (fixes.has(key)) continue
      const { distro, release, pocket } = platform
      fixes.set(key, { distro, release, pocket, of, package: { name, arch, version, module, file: null } })
    }
  }
  return [...fixes.values()]
}
