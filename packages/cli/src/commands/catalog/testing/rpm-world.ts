import type { OracleRpm } from './dnf-oracle.ts'

interface Offered extends OracleRpm {
  readonly obsoletes?: string
  readonly stream?: string
}

export interface RpmWorld {
  readonly installed: readonly OracleRpm[]
  readonly enabled: readonly string[]
  readonly files: Readonly<Record<'primary' | 'updateinfo' | 'modules', string>>
}

const versions = ['1', '1.1', '1.1~rc1', '1.2^git1', '2', '9.9', '10', '1.01']
const releases = ['1.el9', '1.el9_2', '2.el9', '10.el9']

/** A host of ordinary packages in all constellations of versions, architectures, obsoletes, kernels and modules. */
export function rpmWorld(seed: number): RpmWorld {
  const pick = dice(seed)
  const of = <T>(list: readonly T[]): T => list[pick(list.length)] as T
  const evr = () => ({ epoch: pick(8) === 0 ? 1 : 0, version: of(versions), release: of(releases) })
  const installed: OracleRpm[] = [{ name: 'rpm', epoch: 0, version: '4.16', release: '1.el9', arch: 'x86_64' }]
  const offered: Offered[] = []
  for (let n = 0; n < 120; n++) {
    const name = `p${n}`
    const arch = of(['x86_64', 'x86_64', 'noarch'])
    installed.push({ name, ...evr(), arch })
    const isTwice = arch === 'x86_64' && pick(8) === 0
    if (isTwice) installed.push({ ...(installed.at(-1) as OracleRpm), arch: 'i686' })
    for (let i = pick(4); i > 0; i--) {
      const next = { name, ...evr(), arch: !isTwice && pick(8) === 0 ? of(['noarch', 'aarch64', 'x86_64']) : arch }
      // One build is of one architecture or none: nobody offers it as both.
      if (offered.some(one => nevra({ ...one, arch: '' }) === nevra({ ...next, arch: '' }))) continue
      offered.push(next)
      if (next.arch === 'x86_64' && (isTwice || pick(10) === 0)) offered.push({ ...next, arch: 'i686' })
    }
    if (pick(10) === 0) {
      const flags = of([
        '',
        ` flags="LT" epoch="0" ver="${of(versions)}"`,
        ` flags="LE" epoch="0" ver="${of(versions)}" rel="${of(releases)}"`,
      ])
      offered.push({
        name: `q${n}`,
        ...evr(),
        arch: of(['x86_64', 'noarch']),
        obsoletes: `<rpm:entry name="${name}"${flags}/>`,
      })
    }
  }
  const kernel = (release: string) => ({
    name: 'kernel-core',
    epoch: 0,
    version: '5.14.0',
    release,
    arch: 'x86_64',
    provides: 'installonlypkg(kernel)',
  })
  installed.push(kernel('427.13.1.el9_4'), kernel('427.16.1.el9_4'))
  for (const release of ['427.16.1.el9_4', '427.20.1.el9_4', '427.9.1.el9_4']) offered.push(kernel(release))
  modules(installed, offered)
  return {
    installed,
    enabled: ['node:18', 'perl:5.24'],
    files: { ...repository(offered, pick), modules: modulesOf(offered) },
  }
}

/** Enabled streams beside newer ones, a default stream, and packages of the same names outside of modules. */
function modules(installed: OracleRpm[], offered: Offered[]): void {
  const build = (name: string, version: string, stream: string, n: number): Offered => ({
    ...{ name, epoch: 0, version, release: `1.module+el9+${n}+abcdef12`, arch: 'x86_64', stream },
    label: `${stream}:90${n}:abcdef12`,
  })
  installed.push(
    build('node', '18.1', 'node:18', 1),
    build('node-docs', '18.1', 'node:18', 1),
    build('perl', '5.24.1', 'perl:5.24', 2),
  )
  installed.push({ name: 'ruby', epoch: 0, version: '2.0', release: '1.el9', arch: 'x86_64' })
  offered.push(build('node', '18.1', 'node:18', 1), build('node-docs', '18.1', 'node:18', 1))
  offered.push(
    build('node', '18.5', 'node:18', 3),
    build('node-docs', '18.5', 'node:18', 3),
    build('node', '20.1', 'node:20', 4),
  )
  offered.push(
    build('perl', '5.24.1', 'perl:5.24', 2),
    build('perl', '5.32.1', 'perl:5.32', 5),
    build('ruby', '2.5', 'ruby:2.5', 6),
    build('ruby', '3.0', 'ruby:3.0', 7),
  )
  for (const [name, version] of [
    ['perl', '5.26'],
    ['node', '19'],
    ['ruby', '2.9'],
  ] as const)
    offered.push({ name, epoch: 0, version, release: '1.el9', arch: 'x86_64' })
}

const nevra = (one: OracleRpm): string => `${one.name}-${one.epoch}:${one.version}-${one.release}.${one.arch}`

function repository(offered: readonly Offered[], pick: (n: number) => number): { primary: string; updateinfo: string } {
  const unique = [...new Map(offered.map(one => [nevra(one), one])).values()]
  const packages = unique.map(one => {
    const file = `${one.name}-${one.version}-${one.release}.${one.arch}.rpm`
    const evr = `epoch="${one.epoch}" ver="${one.version}" rel="${one.release}"`
    const provided = one.provides === undefined ? '' : `<rpm:entry name="${one.provides}"/>`
    const provides = `<rpm:provides><rpm:entry name="${one.name}" flags="EQ" ${evr}/>${provided}</rpm:provides>`
    const obsoletes = one.obsoletes === undefined ? '' : `<rpm:obsoletes>${one.obsoletes}</rpm:obsoletes>`
    return `<package type="rpm"><name>${one.name}</name><arch>${one.arch}</arch><version ${evr}/><checksum type="sha256" pkgid="YES">${'a'.repeat(64)}</checksum><summary>x</summary><description>x</description><packager/><url/><time file="1" build="1"/><size package="1" installed="1" archive="1"/><location href="${file}"/><format><rpm:license>x</rpm:license><rpm:vendor/><rpm:group/><rpm:buildhost/><rpm:sourcerpm>${one.name}-${one.version}-${one.release}.src.rpm</rpm:sourcerpm><rpm:header-range start="0" end="1"/>${provides}${obsoletes}</format></package>`
  })
  const updates = unique.flatMap((one, i) => {
    if (pick(2) === 0) return []
    const [name = '', stream = ''] = (one.stream ?? '').split(':')
    const module =
      name === ''
        ? ''
        : `<module name="${name}" stream="${stream}" version="${one.label?.split(':')[2]}" context="abcdef12" arch="x86_64"/>`
    const listed = `<package name="${one.name}" epoch="${one.epoch}" version="${one.version}" release="${one.release}" arch="${one.arch}" src="x"><filename>x</filename></package>`
    return `<update from="x" status="final" type="${pick(2) === 0 ? 'security' : 'bugfix'}" version="1"><id>A-${i}</id><title>t</title><issued date="2026-01-01 00:00:00"/><severity>Important</severity><description>x</description><references/><pkglist><collection short="c"><name>c</name>${module}${listed}</collection></pkglist></update>`
  })
  return {
    primary: `<?xml version="1.0" encoding="UTF-8"?>\n<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${packages.length}">${packages.join('\n')}</metadata>`,
    updateinfo: `<?xml version="1.0" encoding="UTF-8"?>\n<updates>${updates.join('\n')}</updates>`,
  }
}

function modulesOf(offered: readonly Offered[]): string {
  const streams = Map.groupBy(
    offered.filter(one => one.stream !== undefined),
    one => one.label ?? '',
  )
  const documents = [...streams].map(([label, rpms]) => {
    const [name, stream, version, context] = label.split(':')
    return `---\ndocument: modulemd\nversion: 2\ndata:\n  name: ${name}\n  stream: "${stream}"\n  version: ${version}\n  context: ${context}\n  arch: x86_64\n  summary: x\n  description: x\n  license:\n    module: [MIT]\n  dependencies:\n  - requires:\n      platform: [el9]\n  artifacts:\n    rpms:\n${rpms.map(one => `    - ${nevra(one)}\n`).join('')}...\n`
  })
  const defaults = `---\ndocument: modulemd-defaults\nversion: 1\ndata:\n  module: ruby\n  stream: "2.5"\n...\n`
  return documents.join('') + defaults
}

/** Whole numbers below `n`; Lehmer's generator. */
function dice(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor(state / 7) % n
  }
}
