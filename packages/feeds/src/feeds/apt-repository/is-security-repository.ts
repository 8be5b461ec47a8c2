/**
 * Whether a repository is a distribution's security archive, by the same rule as agents have (feeds.md §8): Debian marks it by the label,
 * Ubuntu (also ESM: `jammy-apps-security`) and Debian alike by the suite's or code name. Suites move from release to release
 * (`oldstable-security`), labels do not.
 */
export function isSecurityRepository(release: {
  readonly label: string
  readonly suite: string
  readonly codename: string
}): boolean {
  return (
    release.label === 'Debian-Security' || release.suite.endsWith('-security') || release.codename.endsWith('-security')
  )
}
