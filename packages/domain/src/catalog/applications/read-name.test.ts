import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readName, spokenName } from './read-name.ts'
import { comparePublishers, readPublisher } from './read-publisher.ts'

describe('a name in a list of programs', () => {
  it.each([
    ['loses its version', '7-Zip 24.09', '24.09', { key: '7-zip', version: '24.09' }],
    ['loses its processor', 'Notepad++ (ARM 64-bit)', '8.8', { key: 'notepad++', arch: 'arm64' }],
    ['… also behind an underscore', 'psqlODBC_x64', '9.6', { key: 'psqlodbc', arch: 'x64' }],
    ['… also glued to it', 'Zoom(64bit)', '5.13', { key: 'zoom', arch: 'x64' }],
    ['x86_64 is not x86', 'Tool x86_64', '1', { key: 'tool', arch: 'x64' }],
    ['loses its language', 'Mozilla Firefox (x64 pt-BR)', '121.0', { key: 'mozilla firefox', arch: 'x64' }],
    ['… at its end', 'Microsoft 365 Apps for enterprise - de-de', '16.0', { key: 'microsoft 365 apps for enterprise' }],
    ['… several of them', 'Adobe Acrobat X Pro - English, Français, Deutsch', '10.1', { key: 'adobe acrobat x pro' }],
    ['keeps a year', 'Visual Studio Community 2022', '17.8', { key: 'visual studio community 2022', line: '' }],
    [
      'keeps years of a range',
      'Microsoft Visual C++ 2015-2022 Redistributable (x64) - 14.38.33130',
      '14.38',
      { key: 'microsoft visual c++ 2015-2022 redistributable' },
    ],
    ['names its line by the first part of the version', 'Java 8 Update 241', '8.0.2410.7', { key: 'java', line: '8' }],
    ['… and only by that', 'Sublime Text 3', '4.0.0', { key: 'sublime text 3', line: '' }],
    ['may glue the two first parts', 'Citrix Workspace 2309', '23.9.1.104', { key: 'citrix workspace', line: '' }],
    [
      'loses the word before its version',
      'Git version 2.22.0.windows.1',
      '',
      { key: 'git', version: '2.22.0.windows.1' },
    ],
    [
      'loses trademark signs',
      'Java(TM) SE Development Kit 17™ 17.0.9',
      '17.0.9.0',
      { key: 'java se development kit', line: '17' },
    ],
    ['keeps its channel', 'Google Chrome Beta', '122.0', { key: 'google chrome beta', channel: 'beta' }],
    [
      '… in one form',
      'Microsoft Visual Studio Code Insiders (User)',
      '1',
      { key: 'microsoft visual studio code insider', channel: 'insider' },
    ],
    ['… behind a number', 'Mozilla Firefox 78.15.0esr (x86 de)', '', { key: 'mozilla firefox esr', channel: 'esr' }],
    ['that only sounds like a channel', 'Oracle SQL Developer', '23.1', { channel: '' }],
    [
      'may have any blanks and dashes',
      'Microsoft\u00a0Visual C++ 2010  x64 Redistributable – 10.0.40219',
      '',
      { key: 'microsoft visual c++ 2010 redistributable' },
    ],
    ['may be all signs', '™ ()', '', { key: '' }],
    ['may be a number', '2048', '2048.1', { key: '2048' }],
  ])('%s: %s', (_, name, version, expected) => {
    expect(readName(name, version)).toMatchObject(expected)
  })

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string(), (name, version) => {
        const { key } = readName(name, version)
        // Blanks between words only, and a name that was read once is not worn down by reading it again without a version.
        expect(key).toBe(key.trim().replace(/ +/g, ' '))
      }),
      { numRuns: 500 },
    )
  })

  it.each(['(', '1.', ' - en', 'x64 ', 'update 1 ', 'ſ', '('.repeat(10)])('of a million %j ends', piece => {
    expect(readName(piece.repeat(1_000_000 / piece.length)).key.length).toBeLessThanOrEqual(900)
  })
})

describe('a publisher', () => {
  it.each([
    ['Mozilla', 'Mozilla Corporation', 'same'],
    ['Google Inc.', 'Google LLC', 'same'],
    ['The GIMP Team', 'GIMP Team', 'same'],
    ['Slack Technologies Inc.', 'Slack Technologies, LLC', 'same'],
    ['TeamViewer', 'TeamViewer Germany GmbH', 'same'],
    ['Oracle and/or its affiliates', 'Oracle Corporation', 'same'],
    ['Wireshark developer community', 'The Wireshark developer community, https://www.wireshark.org/', 'same'],
    ['VMware, Inc.', 'Omnissa, LLC', 'same'],
    ['JetBrains s.r.o.', 'JetBrains', 'same'],
    ['Microsoft Corporation', '', 'unknown'],
    ['Microsoft Corporation', 'Micro', 'different'],
    ['Google LLC', 'Sh3ll Software', 'different'],
    ['Zoom', 'Zoomtext Corp.', 'different'],
    ['Inc.', 'Inc', 'same'],
  ] as const)('%s and %s: %s', (a, b, verdict) => {
    expect(comparePublishers(readPublisher(a), readPublisher(b))).toBe(verdict)
    expect(comparePublishers(readPublisher(b), readPublisher(a))).toBe(verdict)
  })
})

it.each([
  ['Foo 1.2.3 (64-bit)', 'foo (64-bit)'],
  ['Foo 1.10 (64-bit)', 'foo (64-bit)'],
  ['Foo (1.2.3)', 'foo'],
  ['Sublime Text 3', 'sublime text 3'],
  ['1.2.3', '1.2.3'],
  ['', ''],
])('a person speaks of %s as %s', (name, spoken) => {
  expect(spokenName(name)).toBe(spoken)
})
