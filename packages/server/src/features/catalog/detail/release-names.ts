/** A release as endoflife.date names it. */
export interface ReleaseName {
  readonly product: string
  /** '' with `codename`, a word of the release's label. */
  readonly release: string
  readonly codename?: string
  /** Its editions, too: "11-24h2" is looked after as 11-24h2-e and 11-24h2-w. */
  readonly edition?: true
}

/** Products of endoflife.date by the `ID` of os-release. */
const distros: ReadonlyMap<string, string> = new Map([
  ['debian', 'debian'],
  ['ubuntu', 'ubuntu'],
  ['rocky', 'rocky-linux'],
  ['almalinux', 'almalinux'],
  ['rhel', 'rhel'],
  ['centos', 'centos-stream'],
  ['ol', 'oracle-linux'],
  ['amzn', 'amazon-linux'],
  ['fedora', 'fedora'],
])

/** Releases of the systems that a patch is for; empty where its key and products do not tell. */
export function releasesOf(patch: {
  readonly key: string
  readonly version: string
  readonly products: readonly string[]
  /** Of its package rules. */
  readonly releases: readonly string[]
}): ReleaseName[] {
  const deb = /^deb:([^/]+)\/([^/]+)\//.exec(patch.key)
  if (deb !== null) return ofDistro(deb[1] ?? '', [deb[2] ?? ''])
  const rpm = /^rpm:([^/]+)\//.exec(patch.key)
  if (rpm !== null) return ofDistro(rpm[1] ?? '', patch.releases)
  if (patch.key.startsWith('macos:')) {
    const major = /^\d+/.exec(patch.version)?.[0]
    return major === undefined ? [] : [{ product: 'macos', release: major }]
  }
  return patch.key.startsWith('kb:') ? patch.products.flatMap(ofWindows) : []
}

function ofDistro(id: string, releases: readonly string[]): ReleaseName[] {
  const product = distros.get(id)
  if (product === undefined) return []
  return releases.flatMap((release): ReleaseName[] => {
    if (/^[a-z]+$/.test(release)) return [{ product, release: '', codename: release }]
    return /^[0-9][0-9.]*$/.test(release) ? [{ product, release }] : []
  })
}

function ofWindows(product: string): ReleaseName[] {
  const client = /^Windows (10|11) Version (\d\dH[12])\b/i.exec(product)
  if (client !== null)
    return [{ product: 'windows', release: `${client[1]}-${client[2]?.toLowerCase()}`, edition: true }]
  const server = /^Windows Server (20\d\d)( R2)?\b/.exec(product)
  return server === null
    ? []
    : [{ product: 'windows-server', release: `${server[1]}${server[2] === undefined ? '' : '-r2'}` }]
}
