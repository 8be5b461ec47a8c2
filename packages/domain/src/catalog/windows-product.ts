export interface WindowsFacts {
  readonly kind: 'client' | 'server'
  /** Third part of the version: 26100. */
  readonly build: number
  /** "24H2", "1809"; '' for the first release of Windows 10. */
  readonly displayVersion: string
  readonly arch: 'x64' | 'arm64' | 'x86'
  /** Installation type "Server Core". */
  readonly isServerCore: boolean
}

/** Builds of the servers that are named by a year. */
const YEARS: ReadonlyMap<number, string> = new Map([
  [14393, '2016'],
  [17763, '2019'],
  [20348, '2022'],
  [26100, '2025'],
])
const systems = { x64: 'x64-based', arm64: 'ARM64-based', x86: '32-bit' } as const

/**
 * The name under which Microsoft's security data lists this Windows 10, 11 or Server 2016 and later, so that what a host reports and what
 * the feeds say meet under one key (`kbKey`). null for other systems: older ones are named by service packs, which is another rule.
 */
export function windowsProductName(facts: WindowsFacts): string | null {
  if (facts.build < 10_240) return null
  const version = /^[0-9][0-9A-Za-z]{3}$/.test(facts.displayVersion) ? facts.displayVersion.toUpperCase() : ''
  if (facts.kind === 'client') {
    const name = facts.build < 22_000 ? 'Windows 10' : 'Windows 11'
    return `${name}${version === '' ? '' : ` Version ${version}`} for ${systems[facts.arch]} Systems`
  }
  const core = facts.isServerCore ? ' (Server Core installation)' : ''
  const year = YEARS.get(facts.build)
  if (year !== undefined) return `Windows Server ${year}${core}`
  // The annual releases between are Server Core alone.
  if (facts.build === 25_398) return 'Windows Server 2022, 23H2 Edition (Server Core installation)'
  return version === '' ? null : `Windows Server, version ${version} (Server Core installation)`
}
