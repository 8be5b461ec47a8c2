import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseZypperPatches } from './parse-list-patches.ts'
import { parseZypperUpdates } from './parse-list-updates.ts'
import { parseZypperXml } from './parse-xml.ts'

const sample = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/samples/zypper/${name}`, import.meta.url), 'utf8')

test('a repository whose name holds the separator shifts nothing', () => {
  const text = `S | Repository | Name | Current Version | Available Version | Arch
--+------------+------+-----------------+-------------------+-----
v | a | b      | curl | 1-1             | 2-1               | x86_64
`
  expect(parseZypperUpdates(text)).toEqual([
    { name: 'curl', arch: 'x86_64', version: '2-1', installed: '1-1', repository: 'a | b' },
  ])
})

test.each(['No updates found.\n', 'Loading repository data...\nReading installed packages...\nNo updates found.\n'])(
  '%j is an empty listing',
  text => {
    expect(parseZypperUpdates(text)).toEqual([])
    expect(parseZypperPatches(text)).toEqual({ kind: 'patches', patches: [] })
  },
)

test('patches of all states are read; the Since column and separators in free text shift nothing', () => {
  const text = `Repository | Name | Category | Severity | Interactive | Status | Since | Summary
-----------+------+----------+----------+-------------+--------+-------+--------
r | s      | P-1  | security | important | reboot | needed | 2026-01-01 | Fix a | b
r          | P-2  | optional | unspecified | --- | not needed | -     | x
`
  expect(parseZypperPatches(text)).toEqual({
    kind: 'patches',
    patches: [
      {
        name: 'P-1',
        category: 'security',
        severity: 'important',
        status: 'needed',
        summary: 'Fix a | b',
        interactive: 'reboot',
      },
      { name: 'P-2', category: 'optional', severity: null, status: 'not needed', summary: 'x', interactive: null },
    ],
  })
})

test('both tables of a list with software management updates count', () => {
  const list = parseZypperPatches(sample('own-zypper-lp.stdout'))
  expect(list.kind === 'patches' && list.patches.map(patch => patch.name)).toHaveLength(9)
})

test('--cve lists CVE and patch', () => {
  const list = parseZypperPatches(sample('own-zypper-lp-cve.stdout'))
  expect(list.kind === 'issues' && list.issues[0]).toMatchObject({
    cve: 'CVE-2023-3341',
    patch: 'openSUSE-SLE-15.5-2023-3821',
    severity: 'important',
  })
})

test('XML patches carry issue date, CVEs, reboot and package manager flags, blocked ones too', () => {
  const { patches } = parseZypperXml(sample('own-zypper-xmlout-lp.stdout'))
  expect(patches[0]).toMatchObject({
    name: 'openSUSE-SLE-15.5-2023-3973',
    pkgManager: true,
    rebootSuggested: false,
    issuedMs: 1_696_000_000_000,
  })
  expect(patches.find(patch => patch.name.endsWith('3971'))).toMatchObject({
    rebootSuggested: true,
    cves: ['CVE-2023-2163', 'CVE-2023-3772'],
    severity: 'important',
  })
})

test('a dry run is read by action; an action that is not known counts as "other", never as nothing', () => {
  const text = `<?xml version='1.0'?><stream><install-summary download-size="123" space-usage-diff="4">
<to-upgrade><solvable type="package" name="a" edition="2-1" arch="noarch" edition-old="1-1" arch-old="noarch" repository="r"/></to-upgrade>
<to-remove><solvable type="package" name="b" edition="1-1" arch="noarch"/></to-remove>
<to-something-new><solvable type="package" name="c" edition="1-1" arch="noarch"/></to-something-new>
</install-summary></stream>`
  expect(parseZypperXml(text).summary).toMatchObject({
    downloadBytes: 123,
    changes: [
      { action: 'upgrade', name: 'a', version: '2-1', installed: '1-1', repository: 'r' },
      { action: 'remove', name: 'b' },
      { action: 'other', name: 'c' },
    ],
  })
})

test.each([
  [
    'entities that grow',
    '<!DOCTYPE a [<!ENTITY x "yyyy"><!ENTITY z "&x;&x;">]><stream><message>&z;</message></stream>',
  ],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><stream>&x;</stream>'],
  ['a cut document', '<stream><update-list><update name="a"'],
  ['another document', '<html/>'],
])('%s: refused', (_, text) => {
  expect(() => parseZypperXml(text)).toThrow(expect.objectContaining({ code: 'E_PARSE_KIND' }) as Error)
})

test('nesting beyond 32 is refused', () => {
  expect(() => parseZypperXml(`<stream>${'<a>'.repeat(5000)}`)).toThrow(
    expect.objectContaining({ code: 'E_PARSE_LIMIT' }) as Error,
  )
})
