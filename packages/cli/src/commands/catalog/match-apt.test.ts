import { existsSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { xzDecompressed } from './testing/xz-decompressed.ts'
import { describe, expect, test } from 'vitest'
import { run } from '../../testing/run-command.ts'
import { type AptUpgrade, askApt, hasApt, type OracleRepository } from './testing/apt-oracle.ts'

// apt itself is asked the same question over the same files: it cannot share our mistakes.

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const order = (all: readonly AptUpgrade[]): string[] =>
  all.map(one => [one.name, one.arch, one.from, one.to, one.isSecurity].join(' ')).sort()

async function ours(files: Readonly<Record<string, Uint8Array>>, ...more: string[]): Promise<AptUpgrade[]> {
  const named = (pattern: RegExp) => Object.keys(files).filter(path => pattern.test(path))
  const args = ['--inventory', 'inventory', '--packages', ...named(/Packages/), '--release', ...named(/InRelease$/)]
  const { out, failure } = await run(['catalog', 'match', '--json', ...args, ...more], [], { files })
  if (failure !== null) throw new Error('match failed', { cause: failure })
  const { items } = JSON.parse(out) as { items: (AptUpgrade & { heldBack: string | null })[] }
  return items.filter(one => one.heldBack === null)
}

/** apt takes equal versions with other dependencies for two: the status file here has none, so the indices lose theirs. */
const bare = (index: string): string =>
  index
    .split('\n')
    .filter(line => line === '' || /^(?:Package|Source|Version|Architecture|Filename|Size|SHA256): /.test(line))
    .join('\n')

const installed = (name: string, version: string, arch: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: ${arch}\nVersion: ${version}\nMaintainer: x\n${more}Description: x\n\n`

describe('as apt says', () => {
  test('of a Debian 12 machine and its archives: 119 upgrades, security flag included', { timeout: 60_000 }, async ({
    skip,
  }) => {
    const data = new URL('../../../../../../shared/data/', import.meta.url)
    if (!existsSync(data)) skip('absent: shared/data, which cannot be shipped')
    const read = (path: string): Uint8Array => readFileSync(new URL(path, data))
    const inventory = read('samples/dpkg/debian12-dpkg-query-W.tsv')
    const suites = [
      ['debian', 'bookworm', 'bookworm-main-amd64-installed-subset'],
      ['debian', 'bookworm-updates', 'bookworm-updates-main-amd64'],
      ['debian-security', 'bookworm-security', 'bookworm-security-main-amd64'],
    ] as const
    const files: Record<string, Uint8Array> = { inventory }
    for (const [, suite, index] of suites) {
      files[`${suite}.InRelease`] = read(`apt-repo/${suite}.InRelease`)
      files[`${index}.Packages.xz`] = read(`apt-repo/${index}.Packages.xz`)
    }
    const found = await ours(files)
    expect([found.length, found.filter(one => one.isSecurity).length]).toEqual([119, 79])
    if (!hasApt()) skip('absent: apt-get; the numbers are right, each package was not compared')
    const status = decoder
      .decode(inventory)
      .trim()
      .split('\n')
      .map(line => line.split('\t'))
      .map(([label = '', version = '', arch = '', , source, of]) =>
        installed(label.replace(/:.*/, ''), version, arch, `Source: ${source} (${of})\n`),
      )
    const repositories = suites.map(
      ([folder, suite, index]): OracleRepository => ({
        folder,
        suite,
        inRelease: decoder.decode(files[`${suite}.InRelease`]),
        packages: { amd64: bare(xzDecompressed(files[`${index}.Packages.xz`] ?? new Uint8Array())) },
      }),
    )
    expect(order(found)).toEqual(order(askApt({ status: status.join(''), repositories }, 'dist-upgrade')))
  })

  test.for([1, 2, 3])(
    'of random archives, pins, holds, phases and architectures (seed %i)',
    { timeout: 60_000 },
    async (seed, { skip }) => {
      if (!hasApt()) skip('absent: apt-get')
      const world = randomWorld(seed)
      const found = await ours(world.files, '--architecture', 'amd64', '--machine-id', world.machineId)
      expect(found.length).toBeGreaterThan(50)
      expect(order(found)).toEqual(order(askApt(world, 'upgrade')))
    },
  )
})

const versions = ['1', '1.1', '1.1~rc1', '2', '2-1', '2-1+b1', '2~bpo12+1', '1:0.5', '10', '9.9']
const suites = [
  ['debian', 'stable', 'Label: Debian\nSuite: stable'],
  ['debian', 'stable-updates', 'Label: Debian\nSuite: stable-updates'],
  ['debian-security', 'stable-security', 'Label: Debian-Security\nSuite: stable-security'],
  [
    'debian',
    'stable-backports',
    'Label: Debian Backports\nSuite: stable-backports\nNotAutomatic: yes\nButAutomaticUpgrades: yes',
  ],
  ['debian', 'experimental', 'Label: Debian\nSuite: experimental\nNotAutomatic: yes'],
] as const

/** 400 packages of three kinds: native, foreign, and those that stand beside themselves. */
function randomWorld(seed: number) {
  const pick = dice(seed)
  const archives = suites.map(([folder, suite, fields]) => ({
    folder,
    suite,
    inRelease: signed(`Origin: Debian\n${fields}\nCodename: ${suite}`),
    packages: { amd64: '', i386: '' },
  }))
  let [status, inventory] = ['', '']
  for (let n = 0; n < 400; n++) {
    const name = `p${n}`
    const isSame = pick(5) === 0
    const architectures = isSame ? (['amd64', 'i386'] as const) : ([pick(6) === 0 ? 'i386' : 'amd64'] as const)
    const [has = ''] = [versions[pick(versions.length)]]
    const isHeld = pick(12) === 0
    const more = isSame ? 'Multi-Arch: same\n' : ''
    const isAll = !isSame && architectures[0] === 'amd64' && pick(4) === 0
    // A version is for the same share of hosts wherever it is. What is installed is for all: apt 2.6 keeps a host on a version that it
    // should not have got, whatever is offered after it.
    const shares = versions.map(version => (pick(3) === 0 && version !== has ? pick(101) : null))
    for (const arch of architectures) {
      const own = isAll ? 'all' : arch
      status += installed(name, has, own, more).replace('install ok', isHeld ? 'hold ok' : 'install ok')
      inventory += `${isSame ? `${name}:${own}` : name}\t${has}\t${own}\t${isHeld ? 'hi ' : 'ii '}\t${name}\t${has}\n`
    }
    for (const archive of archives) {
      const offered = versions.flatMap((version, i) => (pick(6) === 0 ? [{ version, share: shares[i] ?? null }] : []))
      for (const { version, share } of offered) {
        const phase = share === null ? '' : `Phased-Update-Percentage: ${share}\n`
        for (const arch of architectures) {
          if (isSame && pick(10) === 0) continue
          archive.packages[arch] +=
            `Package: ${name}\nVersion: ${version}\nArchitecture: ${isAll ? 'all' : arch}\n${more}${phase}Filename: pool/${name}_${arch}_${version.replace(':', '%3a')}.deb\nSize: 9\nSHA256: ${createHash(
              'sha256',
            )
              .update(name + arch + version)
              .digest('hex')}\n\n`
        }
      }
    }
  }
  const files: Record<string, Uint8Array> = { inventory: encoder.encode(inventory) }
  for (const { folder, suite, inRelease, packages } of archives) {
    files[`${folder}_${suite}_InRelease`] = encoder.encode(inRelease)
    for (const [arch, text] of Object.entries(packages))
      files[`${folder}_${suite}_binary-${arch}_Packages`] = encoder.encode(text)
  }
  return { files, status, repositories: archives, machineId: createHash('md5').update(String(seed)).digest('hex') }
}

const signed = (fields: string): string =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${fields}\nDate: Fri, 20 Nov 2026 00:12:41 UTC\nArchitectures: all amd64 i386\nComponents: main\nSHA256:\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n=tJ7P\n-----END PGP SIGNATURE-----\n`

/** Whole numbers below `n`; Lehmer's generator. */
function dice(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor(state / 7) % n
  }
}
