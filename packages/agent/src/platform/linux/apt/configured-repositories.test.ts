import { expect, test } from 'vitest'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { areAllFetched, fromLines, fromStanzas, mayHavePins } from './configured-repositories.ts'
import { target } from './apt-examples.ts'

const LIST = '/etc/apt/sources.list'
const SOURCES = '/etc/apt/sources.list.d/debian.sources'

test('lines: options, comments and sources of source code', () => {
  const text = `# deb http://h/a x main
deb [arch=amd64 signed-by=/k] http://h/debian bookworm main contrib
deb-src http://h/debian bookworm main
  deb file:/srv ./
`
  expect(fromLines(LIST, text)).toEqual([
    { file: LIST, number: 2, uri: 'http://h/debian', suite: 'bookworm' },
    { file: LIST, number: 4, uri: 'file:/srv', suite: './' },
  ])
})

test('stanzas: every address with every suite; switched-off ones and source code are none', () => {
  const text = `Types: deb deb-src
URIs: http://h/debian http://i/debian
Suites: bookworm bookworm-updates

Types: deb
URIs: http://h/x
Suites: y
Enabled: no

Types: deb-src
URIs: http://h/x
Suites: y
`
  expect(fromStanzas(SOURCES, text)?.map(one => `${one.number} ${one.uri} ${one.suite}`)).toEqual([
    '1 http://h/debian bookworm',
    '1 http://h/debian bookworm-updates',
    '1 http://i/debian bookworm',
    '1 http://i/debian bookworm-updates',
  ])
  expect(fromStanzas(SOURCES, 'rubbish')).toBeNull()
})

const fetched = target('http://h/debian bookworm/main amd64 Packages', { entry: { file: LIST, number: 1 } })

test.each<[string, Record<string, MemoryFile>, boolean]>([
  ['all have lists', { [LIST]: 'deb http://h/debian bookworm main\n' }, true],
  ['a slash more is the same address', { [LIST]: 'deb http://h/debian/ bookworm main\n' }, true],
  [
    'another suite has none',
    {
      [LIST]: 'deb http://h/debian bookworm main\n',
      [SOURCES]: 'Types: deb\nURIs: http://h/debian\nSuites: bookworm-updates\n',
    },
    false,
  ],
  ['a file that cannot be read', { [LIST]: 'deb http://h/debian bookworm main\n', [SOURCES]: 'rubbish\n' }, false],
  [
    'a file that apt passes over',
    {
      [LIST]: 'deb http://h/debian bookworm main\n',
      '/etc/apt/sources.list.d/x.list.dpkg-old': 'deb http://z y main\n',
    },
    true,
  ],
])('%s: %s', async (_, files, wanted) => {
  expect(await areAllFetched(createMemoryDisk(files), [fetched])).toBe(wanted)
})

test.each<[string, Record<string, MemoryFile>, boolean]>([
  ['nothing', {}, false],
  ['preferences', { '/etc/apt/preferences': 'Package: *\n' }, true],
  ['only remarks', { '/etc/apt/preferences.d/x': '# nothing\n\n' }, false],
  ['a default release', { '/etc/apt/apt.conf.d/10x': 'APT::Default-Release "bookworm";\n' }, true],
  ['preferences elsewhere', { '/etc/apt/apt.conf': 'Dir::Etc::PreferencesParts "/x";\n' }, true],
  ['other settings', { '/etc/apt/apt.conf.d/20auto-upgrades': 'APT::Periodic::Unattended-Upgrade "1";\n' }, false],
])('pins may be there with %s: %s', async (_, files, wanted) => {
  expect(await mayHavePins(createMemoryDisk(files))).toBe(wanted)
})
