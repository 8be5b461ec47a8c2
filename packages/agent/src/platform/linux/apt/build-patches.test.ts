import { describe, expect, test } from 'vitest'
import { BACKPORTS, findings, installed, MAIN, OTHER, policy, record, SECURITY, simulation } from './apt-examples.ts'
import { buildAptPatches, withheldVersions } from './build-patches.ts'

const build = (over: Parameters<typeof findings>[0]) => {
  const found = findings(over)
  return buildAptPatches(found, withheldVersions(found))
}

describe('patches', () => {
  test('binary packages of one source and version are one patch, under the source’s version', () => {
    const { patches } = build({
      simulation: simulation('libssl3 1 2', 'openssl 1 2+b1', 'bash 5 6'),
      policies: [
        policy('libssl3', '2', ['2', [SECURITY]]),
        policy('openssl', '2+b1', ['2+b1', [SECURITY]]),
        policy('bash', '6', ['6', [MAIN]]),
      ],
      records: [
        record('libssl3', '2', { source: 'openssl' }),
        record('openssl', '2+b1', { sourceVersion: '2' }),
        record('bash', '6'),
      ],
    })
    expect(patches.map(patch => [patch.key, patch.isSecurity, patch.packages.map(one => one.name)])).toEqual([
      ['deb:debian/bookworm/openssl@2', true, ['libssl3', 'openssl']],
      ['deb:debian/bookworm/bash@6', false, ['bash']],
    ])
    expect(patches[0]).toMatchObject({
      title: 'openssl: security update to 2',
      severity: null,
      advisories: [],
      cves: [],
      blocked: null,
    })
  })

  test('a version of the ordinary suite that contains an earlier security update is one', () => {
    const { patches } = build({
      simulation: simulation('openssl 1 3'),
      policies: [policy('openssl', '3', ['3', [MAIN]], ['2', [SECURITY]], ['1', ['/var/lib/dpkg/status']])],
    })
    expect(patches).toMatchObject([{ isSecurity: true, packages: [{ isSecurity: true }] }])
  })

  test('a security update that is installed already, or lies above the candidate, makes none', () => {
    for (const versions of [
      [
        ['3', [MAIN]],
        ['2', [SECURITY]],
      ] as const,
      [
        ['4', [SECURITY]],
        ['3', [MAIN]],
      ] as const,
    ]) {
      const { patches } = build({
        simulation: simulation('openssl 2 3'),
        policies: [policy('openssl', '3', ...versions)],
      })
      expect(patches[0]).toMatchObject({ isSecurity: false })
    }
  })

  test('new packages come with those that need them, through each other and through what they provide', () => {
    const { patches, additions } = build({
      simulation: simulation('app 1 2', 'lib-a - 1', 'lib-b - 1', 'mail-daemon - 1', 'lone - 1', 'other 1 2'),
      records: [
        record('app', '2', { needs: new Set(['lib-a', 'mail-transport']) }),
        record('lib-a', '1', { needs: new Set(['lib-b']) }),
        record('lib-b', '1'),
        record('mail-daemon', '1', { provides: new Set(['mail-transport']) }),
        record('lone', '1'),
        record('other', '2'),
      ],
    })
    expect(patches.map(patch => patch.packages.map(one => `${one.name} ${one.installed ?? 'new'}`))).toEqual([
      ['app 1', 'lib-a new', 'lib-b new', 'mail-daemon new'],
      ['other 1'],
    ])
    expect(additions.map(one => one.name)).toEqual(['lib-a', 'lib-b', 'mail-daemon', 'lone'])
  })

  test('a new package of the same source belongs to its patch without being asked for', () => {
    const { patches } = build({
      simulation: simulation('linux-image-amd64 1 2', 'linux-image-6.1.0-39-amd64 - 2'),
      records: [
        record('linux-image-amd64', '2', { source: 'linux' }),
        record('linux-image-6.1.0-39-amd64', '2', { source: 'linux' }),
      ],
    })
    expect(patches).toHaveLength(1)
    expect(patches[0]?.packages).toHaveLength(2)
  })

  test('one repository that is not checked is enough, when two offer the same version', () => {
    const { patches } = build({
      simulation: simulation('bash 5 6'),
      policies: [policy('bash', '6', ['6', [MAIN, OTHER]])],
      authenticated: new Set([MAIN]),
    })
    expect(patches[0]).toMatchObject({ blocked: 'unauthenticated', packages: [{ authenticated: false }] })
  })

  test('a version that no repository offers is not authenticated', () => {
    expect(build({ simulation: simulation('bash 5 6') }).patches[0]).toMatchObject({ blocked: 'unauthenticated' })
  })

  test('going back is no patch', () => {
    expect(build({ simulation: simulation('bash 6 5') }).patches).toEqual([])
  })

  test('user and password of an address stay on the host', () => {
    const secret = 'https://user:secret@h/debian bookworm/main amd64 Packages'
    const { patches } = build({
      simulation: simulation('bash 5 6'),
      policies: [policy('bash', '6', ['6', [secret]])],
      targets: [],
      authenticated: new Set(),
    })
    expect(JSON.stringify(patches)).not.toContain('secret')
    expect(patches[0]?.packages[0]?.repository).toBe('https://h/debian bookworm/main')
  })
})

describe('withheld updates', () => {
  const bash = installed('bash', '5')
  const reasonOf = (over: Parameters<typeof findings>[0]) =>
    withheldVersions(findings({ installed: [bash], ...over })).map(one => `${one.reason} ${one.version}`)

  test.each([
    [
      'a hold',
      { installed: [installed('bash', '5', { wanted: 'hold' })], policies: [policy('bash', '6', ['6', [MAIN]])] },
      ['held 6'],
    ],
    [
      'phasing',
      { simulation: { ...simulation(), phased: ['bash'] }, policies: [policy('bash', '6', ['6', [MAIN]])] },
      ['phased 6'],
    ],
    [
      'apt cannot',
      { simulation: { ...simulation(), keptBack: ['bash'] }, policies: [policy('bash', '6', ['6', [MAIN]])] },
      ['keptBack 6'],
    ],
    ['a pin below', { policies: [policy('bash', '5', ['6', [MAIN], -1], ['5', [MAIN]])] }, ['pinned 6']],
    [
      'a pin on another version, while one goes on',
      { simulation: simulation('bash 5 6'), policies: [policy('bash', '6', ['7', [MAIN], 400], ['6', [MAIN], 990])] },
      ['pinned 7'],
    ],
    ['nothing newer', { policies: [policy('bash', '5', ['5', [MAIN]])] }, []],
    [
      'backports, which were never offered',
      { policies: [policy('bash', '5', ['7', [BACKPORTS], 100], ['5', [MAIN]])] },
      [],
    ],
    [
      'an update that is offered',
      { simulation: simulation('bash 5 6'), policies: [policy('bash', '6', ['6', [MAIN]])] },
      [],
    ],
    [
      'a package that apt would remove',
      {
        simulation: { ...simulation(), removals: [{ name: 'bash', arch: null, installed: '5' }] },
        policies: [policy('bash', '6', ['6', [MAIN]])],
      },
      [],
    ],
    ['a version that only dpkg knows', { policies: [policy('bash', '5', ['6', ['/var/lib/dpkg/status']])] }, []],
  ] as const)('%s', (_, over, wanted) => {
    expect(reasonOf(over)).toEqual(wanted)
  })
})
