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

const TITLE =
  /^(?:[0-9]{4}-[0-9]{2} )?(?:Dynamic )?(?:Cumulative Update|Security Update|Servicing Stack Update|Security Monthly Quality Rollup|Security Only Quality Update|Update)(?: Preview)? for (.{1,200}?) \(KB[0-9]{6,7}\)(?: UUP| \([0-9]{5}\.[0-9]{1,5}\))?$/
const CLIENT = /^Windows (10|11)(?:,? version ([0-9][0-9A-Z]{3}))? for (x64|x86|ARM64)-based Systems$/i
const SERVER = /^Windows Server (2012|2012 R2|2016|2019|2022|2025)(?: for x64-based Systems)?$/i
/** What the servers since 2022 are called in titles of updates. */
const SERVER_SYSTEM = /^Microsoft server operating system,? version (21H2|23H2|24H2) for x64-based Systems$/i
const SYSTEMS: Readonly<Record<string, string>> = { '21H2': '2022', '24H2': '2025' }

/**
 * Products of an update of Windows itself, named as Microsoft's security data names them, from the title that Windows Update and the Update
 * Catalog give it: "2023-04 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5025239)". An update of a server is one of
 * its Server Core, too. Empty for every other title: of .NET, of drivers, of what is not known here.
 */
export function windowsProductsOfTitle(title: string): readonly string[] {
  const name = TITLE.exec(title.trim().replace(/\s+/g, ' '))?.[1] ?? ''
  const client = CLIENT.exec(name)
  if (client !== null) {
    const system = { x64: 'x64-based', x86: '32-bit', arm64: 'ARM64-based' }[(client[3] ?? '').toLowerCase()] ?? ''
    const version = client[2] === undefined ? '' : ` Version ${client[2].toUpperCase()}`
    return [`Windows ${client[1]}${version} for ${system} Systems`]
  }
  const core = '(Server Core installation)'
  const system = SERVER_SYSTEM.exec(name)?.[1]?.toUpperCase()
  if (system === '23H2') return [`Windows Server 2022, 23H2 Edition ${core}`]
  const year = system === undefined ? SERVER.exec(name)?.[1]?.toUpperCase() : SYSTEMS[system]
  return year === undefined ? [] : [`Windows Server ${year}`, `Windows Server ${year} ${core}`]
}
