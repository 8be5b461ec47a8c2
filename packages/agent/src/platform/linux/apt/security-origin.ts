/**
 * Whether a repository is a distribution's security archive. Debian marks it by the label, Ubuntu (also ESM: `jammy-apps-security`) and
 * Debian alike by the suite's name. `origin` is `Label:version/suite`, `Label:suite`, or a bare suite.
 */
export function isSecurityOrigin(origin: string): boolean {
  const slash = origin.lastIndexOf('/')
  const colon = origin.indexOf(':')
  const suite = slash >= 0 ? origin.slice(slash + 1) : origin.slice(colon + 1)
  const label = colon > 0 ? origin.slice(0, colon) : ''
  return label === 'Debian-Security' || isSecuritySuite(suite)
}

export function isSecuritySuite(suite: string): boolean {
  return suite.endsWith('-security')
}
