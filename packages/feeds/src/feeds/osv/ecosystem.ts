/** What an OSV ecosystem is among our distributions. */
export interface Ecosystem {
  readonly distro: string
  readonly release: string
  readonly scheme: 'deb' | 'rpm' | 'apk'
  /** What `package.name` names. */
  readonly of: 'source' | 'binary'
  /** Who pays gets it: esm-infra, rhel_eus, LTSS; '' for everybody. */
  readonly pocket: string
}

/** Of the system that agents name by code name; the rest is in the package distro-info-data. */
const debian: Readonly<Record<string, string>> = {
  '3.0': 'woody',
  '3.1': 'sarge',
  '4.0': 'etch',
  '5.0': 'lenny',
  '6.0': 'squeeze',
  '7': 'wheezy',
  '8': 'jessie',
  '9': 'stretch',
  '10': 'buster',
  '11': 'bullseye',
  '12': 'bookworm',
  '13': 'trixie',
  '14': 'forky',
}
const ubuntu: Readonly<Record<string, string>> = {
  '14.04': 'trusty',
  '16.04': 'xenial',
  '18.04': 'bionic',
  '20.04': 'focal',
  '22.04': 'jammy',
  '24.04': 'noble',
}

const nameOf = (names: Readonly<Record<string, string>>, version: string): string =>
  (Object.hasOwn(names, version) ? names[version] : undefined) ?? version

/** null for ecosystems of programming languages and other systems, and for products that say no release. */
export function ecosystemOf(ecosystem: string, purl: string): Ecosystem | null {
  if (ecosystem.length > 200) return null
  const colon = ecosystem.indexOf(':')
  const [name, rest] = colon < 0 ? [ecosystem, ''] : [ecosystem.slice(0, colon), ecosystem.slice(colon + 1)]
  if (rest === '' && name !== 'openSUSE') return null
  switch (name) {
    case 'AlmaLinux':
      return rpm('almalinux', rest, 'binary')
    case 'Rocky Linux':
      return rpm('rocky', rest, 'binary')
    case 'Red Hat':
      return redHat(rest)
    case 'SUSE':
      return suse(rest)
    case 'openSUSE':
      return openSuse(rest)
    case 'Debian':
      return /^[0-9.]{1,6}$/.test(rest) ? { ...deb('debian', nameOf(debian, rest)), pocket: '' } : null
    case 'Ubuntu':
      return ubuntuOf(rest, purl)
    case 'Alpine':
      return /^(?:v[0-9.]{1,8}|edge)$/.test(rest)
        ? { distro: 'alpine', release: rest.replace('v', ''), scheme: 'apk', of: 'source', pocket: '' }
        : null
    default:
      return null
  }
}

function rpm(distro: string, release: string, of: Ecosystem['of'], pocket = ''): Ecosystem | null {
  return /^[a-z0-9.]{1,12}$/.test(release) ? { distro, release, scheme: 'rpm', of, pocket } : null
}

const deb = (distro: string, release: string) =>
  ({ distro, release, scheme: 'deb', of: 'source' }) as const satisfies Partial<Ecosystem>

/** The part of the repository's CPE behind "redhat": `enterprise_linux:9::baseos`, `rhel_eus:8.8::baseos`, `ocp_tools:4.15::el9`. */
function redHat(cpe: string): Ecosystem | null {
  const [product = '', version = '', , edition = ''] = cpe.split(':')
  if (product === 'enterprise_linux') return rpm('rhel', version, 'binary')
  if (product.startsWith('rhel_') && /^[0-9]+\.[0-9]+$/.test(version)) return rpm('rhel', version, 'binary', product)
  const release = /^el([0-9]+)$/.exec(edition)?.[1] ?? ''
  return rpm('rhel', release, 'binary', `${product}:${version}`.slice(0, 40))
}

/** "Linux Enterprise Server 12 SP1-LTSS": os-release's VERSION_ID of it is 12.1. Modules and extensions belong to the server. */
function suse(product: string): Ecosystem | null {
  const match = /^(.*?) ?([0-9]{2})(?:[ .]?(?:SP)?([0-9]))?(-LTSS|-ESPOS)?$/.exec(product)
  if (match === null) return null
  const [, name = '', major = '', pack, support = ''] = match
  const release = pack === undefined ? major : `${major}.${pack}`
  return rpm(name.includes('Desktop') ? 'sled' : 'sles', release, 'source', support.slice(1))
}

function openSuse(product: string): Ecosystem | null {
  if (/^Tumbleweed$/.test(product)) return rpm('opensuse-tumbleweed', 'tumbleweed', 'source')
  const release = /^Leap ([0-9]+\.[0-9]+)$/.exec(product)?.[1] ?? ''
  return rpm('opensuse-leap', release, 'source')
}

/** `Ubuntu:Pro:16.04:LTS`; the purl names release and pocket: `distro=esm-infra/xenial`. */
function ubuntuOf(rest: string, purl: string): Ecosystem | null {
  const named = /[?&]distro=(?:([a-z0-9-]{1,40})(?:\/|%2[Ff]))?([a-z]{1,20})(?:&|$)/.exec(purl.slice(0, 2000))
  const version = /(?:^|:)([0-9]{2}\.[0-9]{2})(?::|$)/.exec(rest)?.[1]
  const release = named?.[2] ?? (version === undefined ? '' : nameOf(ubuntu, version))
  if (release === '') return null
  return { ...deb('ubuntu', release), pocket: named?.[1] ?? (rest.startsWith('Pro:') ? 'pro' : '') }
}
