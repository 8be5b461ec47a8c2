import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ApplicationPatch, WindowsApplicationRule } from './application.ts'
import { buildApplicationIndex } from './application-index.ts'
import { assessApplication } from './assess-application.ts'
import { handMappings } from './hand-mapping.ts'
import { matchApplication } from './match-application.ts'
import { missingApplications } from './missing-applications.ts'
import { onMac, onWindows } from './testing/fixture-catalog.ts'

const GUID = '{23170F69-40C1-2702-2409-000001000000}'
const UPGRADE = '{23170F69-40C1-2702-0000-000004000000}'

const patch = (id: string, version: string, rule: Partial<WindowsApplicationRule> = {}): ApplicationPatch => ({
  key: `winget:${id}@${version}`,
  track: `winget:${id}`,
  version,
  deprecated: null,
  detection: {
    kind: 'windowsApplication',
    productCodes: [],
    upgradeCodes: [],
    packageFamilyNames: [],
    names: [],
    displayVersions: [],
    architectures: ['x64'],
    ...rule,
  },
})
const cask = (token: string, version: string, app: string): ApplicationPatch => ({
  key: `cask:${token}@${version}`,
  track: `cask:${token}`,
  version,
  deprecated: null,
  detection: { kind: 'macApplication', applications: [app], bundleIds: [], packageIds: [], updatesItself: false },
})
const named = (name: string, publisher = 'Acme') => ({ names: [{ name, publisher }] })
const track = (match: ReturnType<typeof matchApplication>) =>
  match.track === null ? match.why : `${match.track.name} by ${match.how}, ${match.confidence}`

describe('an installed program is known', () => {
  const index = buildApplicationIndex([
    patch('A.ByCode', '2', { productCodes: [GUID], upgradeCodes: [UPGRADE], ...named('Tool') }),
    patch('A.ByName', '2', named('Tool')),
    patch('A.Store', '2', { packageFamilyNames: ['AcmeTool_8wekyb3d8bbwe'] }),
    patch('A.Key', '2', { productCodes: ['Acme_is1'], ...named('Key Tool') }),
  ])
  it.each([
    [
      'by its product code before its name',
      { productCode: GUID.toLowerCase(), name: 'Other' },
      'winget:A.ByCode by productCode, certain',
    ],
    [
      'by its upgrade code next',
      { productCode: `{${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}`, upgradeCode: UPGRADE },
      'winget:A.ByCode by upgradeCode, certain',
    ],
    [
      'by its package family',
      { packageFamilyName: 'acmetool_8wekyb3d8bbwe' },
      'winget:A.Store by packageFamily, certain',
    ],
    [
      '… in a full package name',
      { productCode: 'AcmeTool_1.2.3.4_x64__8wekyb3d8bbwe' },
      'winget:A.Store by packageFamily, certain',
    ],
    [
      'by the name of its key',
      { productCode: 'acme_IS1', publisher: 'Acme Inc.' },
      'winget:A.Key by productCode, certain',
    ],
    ['… but not of another publisher', { productCode: 'Acme_is1', publisher: 'Zorg' }, 'unknown'],
    ['by name and publisher', { name: 'Key Tool 1.0', publisher: 'ACME GmbH' }, 'winget:A.Key by name, high'],
    ['by name alone with low confidence', { name: 'Key Tool' }, 'winget:A.Key by name, low'],
    ['not by the name of another publisher', { name: 'Key Tool', publisher: 'Zorg' }, 'publisher'],
    ['not when two fit', { name: 'Tool', publisher: 'Acme', version: '1' }, 'ambiguous'],
    ['not by nothing', {}, 'unknown'],
  ])('%s', (_, installed, expected) => {
    expect(track(matchApplication(onWindows(installed), index))).toBe(expected)
  })
})

it.each([
  ['Fox', '121.0', 'winget:M.Fox'],
  ['Fox', '115.6.0', 'winget:M.Fox.ESR'],
  ['Fox ESR', '115.5.0', 'winget:M.Fox.ESR'],
  ['Fox', '120.0', 'winget:M.Fox'],
])('a code that two products share: %s %s is %s', (name, version, expected) => {
  const index = buildApplicationIndex([
    patch('M.Fox', '121.0', { productCodes: [GUID] }),
    patch('M.Fox.ESR', '115.6.0', { productCodes: [GUID] }),
  ])
  expect(matchApplication(onWindows({ productCode: GUID, name, version }), index).track?.name).toBe(expected)
})

it('what a person said goes first: with the publisher, without, never, and again', () => {
  const index = buildApplicationIndex([patch('A.B', '2', named('Tool')), patch('C.D', '2')])
  const hand = handMappings([
    { name: 'tool', publisher: '', track: 'winget:C.D' },
    { name: 'Tool', publisher: 'Acme', track: null },
    { name: 'Gone', publisher: '', track: 'winget:No.More' },
  ])
  const ask = (name: string, publisher: string) => track(matchApplication(onWindows({ name, publisher }), index, hand))
  expect(ask('Tool', 'Zorg')).toBe('winget:C.D by hand, certain')
  expect(ask('TOOL™', 'Acme')).toBe('never')
  expect(ask('Gone', 'Acme')).toBe('unknown')
})

describe('one track is picked of several', () => {
  const index = buildApplicationIndex([
    patch('P.Python.3.11', '3.11.7', named('Python 3.11')),
    patch('P.Python.3.1', '3.1.4', named('Python 3.1')),
    patch('G.Tool', '2.10.38', named('Tool')),
    patch('G.Tool.3', '3.0.4', named('Tool 3')),
    patch('N.Node', '21.6.1', named('Node')),
    patch('N.Node', '22.1.0', named('Node')),
    patch('N.Node.LTS', '20.13.1', named('Node')),
    patch('B.Arch.64', '2', { ...named('Arch (64-bit)') }),
    patch('B.Arch.32', '2', { ...named('Arch'), architectures: ['x86'] }),
    patch('M.Fox', '121.0', named('Fox')),
    patch('M.Fox.ESR', '115.6.0', named('Fox')),
  ])
  it.each([
    ['by its line', 'Python 3.11.2', '3.11.2', '', 'winget:P.Python.3.11'],
    ['… 3.1 is not 3.11', 'Python 3.1.2', '3.1.2', '', 'winget:P.Python.3.1'],
    ['… and no other line will do', 'Python 3.7.3', '3.7.3', '', 'line'],
    ['a line before what goes through all', 'Tool 3.0.2', '3.0.2', '', 'winget:G.Tool.3'],
    ['… which has the rest', 'Tool 2.8', '2.8', '', 'winget:G.Tool'],
    ['by its very version', 'Node', '21.6.1', '', 'winget:N.Node'],
    ['by its major version', 'Node', '20.1.0', '', 'winget:N.Node.LTS'],
    ['none where neither tells', 'Node', '18.1.0', '', 'ambiguous'],
    ['by the processor in its name', 'Arch (64-bit)', '1', '', 'winget:B.Arch.64'],
    ['… not being in it', 'Arch', '1', '', 'winget:B.Arch.32'],
    ['none for another processor', 'Arch (ARM64)', '1', '', 'architecture'],
    ['the main product, where a channel uses its name', 'Fox (x64 de)', '115.6.0', '', 'winget:M.Fox'],
  ] as const)('%s: %s %s', (_, name, version, arch, expected) => {
    const match = matchApplication(onWindows({ name, publisher: 'Acme', version, arch }), index)
    expect(match.track?.name ?? (match.track === null ? match.why : '')).toBe(expected)
  })
})

describe('what is installed is compared with the catalog', () => {
  const assess = (patches: ApplicationPatch[], version: string, name = 'Tool', arch: 'x86' | 'arm64' | '' = '') => {
    const [only] = buildApplicationIndex(patches).tracks.values()
    if (only === undefined) return 'no track'
    const result = assessApplication(onWindows({ name, version, arch }), only)
    return result.state === 'older' ? result.missing.version : result.state
  }
  const python = [
    patch('P.P', '3.11.7', { displayVersions: ['3.11.7150.0'] }),
    patch('P.P', '3.11.9', { displayVersions: ['3.11.9150.0'] }),
  ]
  const zoom = [
    patch('Z.Z', '5.17.10.33775', { displayVersions: ['5.17.10 (33775)'] }),
    patch('Z.Z', '6.0.4.38135', { displayVersions: ['5.17.10 (33775)'] }),
  ]
  it.each([
    ['older', [patch('A.B', '1.10')], '1.9', '1.10'],
    ['the same, written with more zeros', [patch('A.B', '24.09')], '24.09.00.0', 'current'],
    ['newer than the catalog', [patch('A.B', '1.10')], '1.11', 'current'],
    ['an older one by the version that the list shows', python, '3.11.7150.0', '3.11.9'],
    ['one that the catalog lacks', python, '3.11.4150.0', '3.11.9'],
    ['the newest by the version that the list shows', python, '3.11.9150.0', 'current'],
    ['a shown version that a later manifest forgot to change', zoom, '5.17.10 (33775)', '6.0.4.38135'],
    ['the newest of such a manifest', zoom, '6.0.4 (38135)', 'current'],
    ['without a version', [patch('A.B', '2')], 'Not Found', 'unknown'],
    ['with one in its name alone', [patch('A.B', '2')], '', '2', 'Tool 1.5'],
    ['in a catalog that says "latest"', [patch('A.B', 'latest')], '1', 'unknown'],
    [
      'while the newest was withdrawn',
      [patch('A.B', '1.0'), { ...patch('A.B', '2.0'), deprecated: { reason: 'x' } }],
      '0.9',
      '1.0',
    ],
    [
      'for a processor that the newest is not for',
      [patch('A.B', '1.0', { architectures: ['x86'] }), patch('A.B', '2.0', { architectures: ['arm64'] })],
      '0.9',
      '1.0',
      'Tool',
      'x86',
    ],
  ] as const)('%s', (_, patches, version, expected, name = 'Tool', arch: string = '') => {
    expect(assess([...patches], version, name, arch as 'x86' | '')).toBe(expected)
  })
})

describe('of one asset', () => {
  const index = buildApplicationIndex([
    patch('A.B', '2.0', { ...named('Tool'), architectures: ['x86', 'x64'] }),
    patch('A.B', '1.0', { ...named('Tool'), architectures: ['x86', 'x64'] }),
  ])
  const tool = (version: string, more = {}) =>
    onWindows({ name: 'Tool', publisher: 'Acme', version, arch: 'x64', ...more })
  const missing = (...all: ReturnType<typeof onWindows>[]) => {
    const result = missingApplications(all, index)
    return [
      ...result.missing.map(one => `${one.patch.key} in ${one.copies.length}`),
      ...result.current.map(one => `current ${one.track.name}`),
      ...result.toConfirm.map(one => `confirm ${one.installed.name}`),
      ...result.unmatched.map(one => `${one.installed.name}: ${one.why}`),
    ]
  }
  it.each([
    ['a program is there once in two views of the registry', [tool('1.0'), tool('1.0')], ['winget:A.B@2.0 in 2']],
    ['what a newer one left behind does not count', [tool('1.0'), tool('2.0')], ['current winget:A.B']],
    [
      'copies for two processors are two',
      [tool('1.0', { arch: 'x86' }), tool('2.0')],
      ['winget:A.B@2.0 in 1', 'current winget:A.B'],
    ],
    [
      'copies of two people are two, and one finding',
      [tool('1.0', { user: 'a' }), tool('1.1', { user: 'b' })],
      ['winget:A.B@2.0 in 2'],
    ],
    ['a name alone is to be confirmed', [tool('1.0', { publisher: '' })], ['confirm Tool']],
    [
      'what is not known keeps its reason',
      [tool('1.0', { name: 'X' }), tool('1', { publisher: 'Y' })],
      ['X: unknown', 'Tool: publisher'],
    ],
  ])('%s', (_, installed, expected) => {
    expect(missing(...installed)).toEqual(expected)
  })
})

describe('on a Mac', () => {
  const index = buildApplicationIndex([
    cask('firefox', '154.0', 'Firefox.app'),
    cask('firefox@esr', '140.14.0', 'Firefox.app'),
    cask('google-chrome@beta', '152.0.7977.30', 'Google Chrome Beta.app'),
    cask('zoom', '7.1.5.84650', 'zoom.us.app'),
    cask('meter', '2.5.14,2025,11', 'Meter.app'),
    cask('vendor', 'latest', 'Vendor.app'),
  ])
  const ask = (path: string, version: string) => {
    const installed = onMac({ name: path.split('/').at(-1)?.replace('.app', '') ?? '', path, version })
    const match = matchApplication(installed, index)
    if (match.track === null) return match.why
    const result = assessApplication(installed, match.track)
    return `${match.track.name} ${result.state === 'older' ? result.missing.version : result.state}`
  }
  it.each([
    ['/Applications/Firefox.app', '153.0', 'cask:firefox 154.0'],
    ['/Applications/Firefox.app', '140.13.0', 'ambiguous'],
    ['/Applications/Firefox.app', '140.14.0', 'cask:firefox@esr current'],
    ['/Applications/Firefox.app', '154.0', 'cask:firefox current'],
    ['/Applications/Firefox Developer Edition.app', '153.0', 'unknown'],
    ['/Applications/Google Chrome Beta.app', '151.0.1.2', 'cask:google-chrome@beta 152.0.7977.30'],
    ['/Applications/Google Chrome.app', '151.0.1.2', 'unknown'],
    ['/Users/x/Applications/zoom.us.app', '7.1.5 (84650)', 'cask:zoom current'],
    ['/Applications/zoom.us.app', '7.1.0 (80000)', 'cask:zoom 7.1.5.84650'],
    ['/Applications/Meter.app', '2.5.14.3', 'cask:meter current'],
    ['/Applications/Meter.app', '2.5.9', 'cask:meter 2.5.14,2025,11'],
    ['/Applications/Vendor.app', '1.0', 'cask:vendor unknown'],
    ['/System/Applications/Firefox.app', '1.0', 'system'],
  ])('%s %s is %s', (path, version, expected) => {
    expect(ask(path, version)).toBe(expected)
  })
})

it('whatever an agent reports, there is an answer, and the same one again', () => {
  const index = buildApplicationIndex([
    patch('A.B', '2.0', { productCodes: [GUID], ...named('Tool 2') }),
    cask('a', '1', 'A.app'),
  ])
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('Tool', 'Acme', GUID, '1.0', '__proto__', 'constructor', 'A.app'),
  )
  const fields = {
    name: text,
    publisher: text,
    version: text,
    productCode: text,
    upgradeCode: text,
    packageFamilyName: text,
    bundleId: text,
    path: text,
  }
  fc.assert(
    fc.property(fc.record(fields), fc.boolean(), (facts, isMac) => {
      const installed = isMac ? onMac(facts) : onWindows(facts)
      expect(matchApplication(installed, index)).toEqual(matchApplication({ ...installed }, index))
      const { missing, current, toConfirm, unmatched } = missingApplications([installed], index)
      expect(missing.length + current.length + toConfirm.length + unmatched.length).toBe(1)
    }),
    { numRuns: 500 },
  )
})
