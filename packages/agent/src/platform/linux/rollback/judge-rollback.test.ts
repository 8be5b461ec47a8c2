import { describe, expect, test } from 'vitest'
import { parsePrintUris } from '../apt/plan-sizes.ts'
import { brokenDependants as brokenByApt, judgeRollback } from '../apt/rollback/judge-rollback.ts'
import { parseAptSimulation } from '../apt/parse-simulate.ts'
import { parseSizes } from '../dnf/dnf-sizes.ts'
import { parseTransaction } from '../dnf/parse-transaction.ts'
import { toChange } from '../dnf/dnf-plan.ts'
import { brokenDependants } from '../rpm/rollback/broken-dependants.ts'
import { judgeRpmRollback } from '../rpm/rollback/plan-rpm-rollback.ts'

// Recorded from apt 2.6 on Debian 12, dnf 4 on Rocky 9 and zypper 1.14 on Leap 15.6, with packages of the tests' own.

const fig = { name: 'grove-fig', arch: 'all', from: '1:2.0', to: '1:1.0' }
const lib = { name: 'grove-fig-lib', arch: 'amd64', from: '1:2.0', to: '1:1.0' }
const DOWNGRADES = `The following packages will be DOWNGRADED:
  grove-fig grove-fig-lib
0 upgraded, 0 newly installed, 2 downgraded, 1 to remove and 23 not upgraded.
`
const BACK = `Inst grove-fig [1:2.0] (1:1.0 Debian-Security:12/oldstable-security, local-deb [all]) []
Inst grove-fig-lib [1:2.0] (1:1.0 local-deb [amd64])
Conf grove-fig (1:1.0 local-deb [all])
Conf grove-fig-lib (1:1.0 local-deb [amd64])
`
const codes = (refusals: readonly { code: string; package: string | null }[]) =>
  refusals.map(one => `${one.code} ${one.package ?? ''}`)

describe('apt', () => {
  const judge = (text: string, removals: readonly { name: string; arch: string }[] = []) =>
    codes(judgeRollback([fig, lib], removals, parseAptSimulation(text), 'amd64'))
  const added = { name: 'grove-new', arch: 'all' }

  test.each<[string, string, readonly { name: string; arch: string }[], string[]]>([
    ['exactly what is planned', DOWNGRADES + BACK, [], []],
    ['a removal that was asked for', `${DOWNGRADES}${BACK}Remv grove-new [1.0]\n`, [added], []],
    [
      'a removal that nobody asked for',
      `${DOWNGRADES}${BACK}Remv grove-app [2.0]\n`,
      [],
      ['would_remove grove-app:amd64'],
    ],
    ['a package more', `${BACK}Inst grove-oak [1] (2 x [all])\n`, [], ['would_add grove-oak:all']],
    ['another version', BACK.replaceAll('1:1.0 local', '1:1.1 local'), [], ['would_not_install grove-fig-lib:amd64']],
    ['one package only', BACK.split('\n')[0] ?? '', [], ['would_not_install grove-fig-lib:amd64']],
    ['a removal that apt does not do', DOWNGRADES + BACK, [added], ['would_not_install grove-new:all']],
  ])('%s', (_, text, removals, expected) => expect(judge(text, removals)).toEqual(expected))

  test('when there is no way, the dependants outside the plan are named', () => {
    const text = `The following packages have unmet dependencies:
 grove-fig : Depends: grove-fig-lib (= 1:1.0) but 1:2.0 is to be installed
 grove-app : Depends: grove-fig-lib (>= 1:2.0) but 1:1.0 is to be installed
 grove-tool:i386 : PreDepends: grove-fig-lib:i386 (>= 1:2.0)
`
    expect(codes(brokenByApt(text, [fig, lib], 'amd64'))).toEqual([
      'would_remove grove-app:amd64',
      'would_remove grove-tool:i386',
    ])
  })

  test('bytes that are still to be fetched, without what lies on this host', () => {
    const text = `'http://mirror.example/debian/pool/o/openssl_3.0.19_amd64.deb' openssl_3.0.19_amd64.deb 1408912 SHA256:aa
'file:/srv/x/a_1_all.deb' a_1_all.deb 750 SHA256:bb
'https://h/b.deb' b_1_all.deb 88 `
    expect(parsePrintUris(text)).toBe(1_409_000)
    expect(parsePrintUris('')).toBe(0)
  })
})

describe('rpm', () => {
  const rpmFig = { name: 'grove-fig', arch: 'noarch', from: '2.0-1', to: '1.0-1' }
  const rpmLib = { name: 'grove-fig-lib', arch: 'noarch', from: '2.0-1', to: '1.0-1' }
  const table = (rows: string) => `Dependencies resolved.
================================================================================
 Package               Architecture   Version        Repository            Size
================================================================================
${rows}
Transaction Summary
================================================================================
`
  const down = `Downgrading:
 grove-fig             noarch         1.0-1          @commandline         6.0 k
 grove-fig-lib         noarch         1.0-1          back                 6.0 k
`
  test.each<[string, string, string[]]>([
    ['exactly what is planned', down, []],
    [
      'a removal',
      `${down}Removing dependent packages:\n grove-app noarch 2.0-1 @back 23\n`,
      ['would_remove grove-app:noarch'],
    ],
    [
      'a package more',
      `${down}Installing dependencies:\n grove-oak noarch 1-1 back 1 k\n`,
      ['would_add grove-oak:noarch'],
    ],
    ['one package only', down.split('\n').slice(0, 2).join('\n'), ['would_not_install grove-fig-lib:noarch']],
  ])('%s', (_, rows, expected) => {
    const simulated = parseTransaction(table(rows)).rows.map(toChange)
    expect(codes(judgeRpmRollback([rpmFig, rpmLib], simulated))).toEqual(expected)
  })

  const dnf = `Error: 
 Problem: problem with installed package grove-app-2.0-1.noarch
  - package grove-app-2.0-1.noarch requires grove-fig-lib >= 2.0, but none of the providers can be installed
  - cannot install both grove-fig-lib-1.0-1.noarch and grove-fig-lib-2.0-1.noarch
  - conflicting requests
`
  const zypper = `<prompt id="1">
<description>Problem: grove-app-2.0-1.noarch requires grove-fig-lib &gt;= 2.0, but this requirement cannot be provided
 Solution 1: deinstallation of grove-app-2.0-1.noarch
 Solution 2: do not install grove-fig-lib-1.0-1.noarch
 Solution 3: break grove-app-2.0-1.noarch by ignoring some of its dependencies
</description>`
  test.each([
    ['dnf', dnf],
    ['zypper', zypper],
  ])('%s names the dependant that would have to go', (_, text) => {
    expect(codes(brokenDependants(text, () => false))).toEqual(['would_remove grove-app:noarch'])
    expect(brokenDependants(text, one => one.name === 'grove-app')).toEqual([])
  })

  test('sizes of packages, by version', () => {
    expect(parseSizes('grove-app.noarch 2.0-1 23\n\nx.noarch (none):1-1 5\nLast metadata…\n')).toEqual(
      new Map([
        ['grove-app.noarch 2.0-1', 23],
        ['x.noarch 1-1', 5],
      ]),
    )
  })
})
