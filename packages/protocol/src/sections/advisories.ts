import { type EntryOf, bool, filled, natural, oneOf, orNull, section, text } from './section.ts'

/** Advisories that the engine names for patches of `updates.1`. Empty for apt, which has none on the host. */
export const advisoriesSection = section('advisories.1', 2, {
  /** As the vendor writes it: `RHSA-2026:1234`, `FEDORA-2026-…`, `SUSE-SU-2026:…`. */
  advisory: filled(100),
  patch: filled(200),
  kind: oneOf('security', 'bugfix', 'enhancement', 'newpackage', 'optional', 'unknown'),
  severity: orNull(oneOf('critical', 'important', 'moderate', 'low')),
  title: text(300),
  issuedAt: orNull(natural),
  rebootSuggested: orNull(bool),
  /** CVE ids joined by a comma, in order. One text: kernel advisories name hundreds, rows of their own would fill the cap. */
  cves: text(32_000),
})

export type AdvisoryEntry = EntryOf<typeof advisoriesSection>
