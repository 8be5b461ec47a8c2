import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseNevra } from '../rpm/nevra.ts'
import { parseCheckUpdate } from './parse-check-update.ts'
import { parseTransaction } from './parse-transaction.ts'
import { parseUpdateinfoInfo } from './parse-updateinfo-info.ts'
import { parseUpdateinfoList } from './parse-updateinfo-list.ts'

const sample = (name: string) => readFileSync(new URL(`../../../../fixtures/samples/${name}`, import.meta.url), 'utf8')

describe('check-update', () => {
  test('obsoleting packages are not updates', () => {
    const { updates, obsoletes } = parseCheckUpdate(sample('yum/rocky8-8.yum-check-update.stdout'))
    expect(updates.filter(update => update.name === 'grub2-tools')).toHaveLength(1)
    expect(obsoletes).toContainEqual(
      expect.objectContaining({
        replaces: { name: 'grub2-tools', arch: 'x86_64', version: '1:2.02-156.el8.rocky.0.1', repository: '@baseos' },
      }),
    )
  })

  test.each([
    ['after the name', 'google-compute-engine-oslogin.x86_64\n                  1:20240415.00-g1.el7   repo\n'],
    [
      'after the version',
      'google-compute-engine-oslogin.x86_64  1:20240415.00-g1.el7\n                         repo\n',
    ],
    ['twice', 'google-compute-engine-oslogin.x86_64\n   1:20240415.00-g1.el7\n    repo\n'],
  ])('a row wrapped %s is one row', (_, text) => {
    expect(parseCheckUpdate(text).updates).toEqual([
      { name: 'google-compute-engine-oslogin', arch: 'x86_64', version: '1:20240415.00-g1.el7', repository: 'repo' },
    ])
  })

  test('what plugins print is passed over', () => {
    expect(
      parseCheckUpdate('Updating Subscription Management repositories.\n\nbash.x86_64 0:5-1 base\n').updates,
    ).toHaveLength(1)
  })

  test.each(['bash.x86_64 5-1\n', 'bash.x86_64\n', 'bash.x86_64 5 base\n', 'bash.x86_64 5-1 base more\n'])(
    '%j is an error',
    text => {
      expect(() => parseCheckUpdate(text)).toThrow(expect.objectContaining({ code: 'E_PARSE_LINE' }) as Error)
    },
  )
})

test.each([
  ['kernel-core-4.18.0-553.el8.x86_64', { name: 'kernel-core', evr: '4.18.0-553.el8', arch: 'x86_64' }],
  ['openssl-1:3.2.1-2.fc40.x86_64', { name: 'openssl', evr: '1:3.2.1-2.fc40', arch: 'x86_64' }],
  ['bash-0:5.1-2.noarch', { name: 'bash', evr: '5.1-2', arch: 'noarch' }],
  ['no-version.noarch', null],
  ['a-1-2', null],
  ['-1-2.noarch', null],
  ['', null],
])('the NEVRA %j is %j', (text, wanted) => {
  expect(parseNevra(text)).toEqual(wanted)
})

describe('updateinfo', () => {
  test('severities are lower case, and null where the tool does not know', () => {
    const text = [
      'A-1 Important/Sec. a-1-1.x86_64',
      'A-2 Unknown/Sec. a-1-1.x86_64',
      'A-3 bugfix a-1-1.x86_64',
      'A-4 critical/Sec. a-1-1.x86_64',
    ].join('\n')
    expect(parseUpdateinfoList(text).map(row => [row.type, row.severity])).toEqual([
      ['security', 'important'],
      ['security', null],
      ['bugfix', null],
      ['security', 'critical'],
    ])
  })

  test('the mark column of --all says what is installed', () => {
    const text = 'Last metadata expiration check: 0:00:01 ago\ni A-1 bugfix a-1-1.x86_64\n  A-2 bugfix a-2-1.x86_64\n'
    expect(parseUpdateinfoList(text).map(row => row.installed)).toEqual([true, false])
  })

  test('dnf 4 info: severity, CVEs over several lines, instant in UTC', () => {
    const text = `===============================================================================
  rsyslog: a
  title of two lines
===============================================================================
  Update ID: ALAS2023-2023-001
       Type: security
    Updated: 2023-02-17 20:41:00
       Bugs: 2058217 - Severity: not a field of ours
       CVEs: CVE-2014-3634
           : CVE-2022-24903
Description: Severity: none of it
           :
           :   Update ID: RHSA-0
   Severity: Important
`
    expect(parseUpdateinfoInfo(text)).toEqual([
      {
        id: 'ALAS2023-2023-001',
        title: 'rsyslog: a title of two lines',
        type: 'security',
        severity: 'important',
        cves: ['CVE-2014-3634', 'CVE-2022-24903'],
        updatedMs: Date.UTC(2023, 1, 17, 20, 41, 0),
        rebootSuggested: false,
      },
    ])
  })

  test('dnf 5 info: blocks begin with Name, CVEs stand in references', () => {
    expect(parseUpdateinfoInfo(sample('dnf5/advisory-info.stdout'))).toMatchObject([
      {
        id: 'FEDORA-2024-63afeae63e',
        title: 'openssl-3.2.1-2.fc40',
        type: 'security',
        severity: 'important',
        cves: ['CVE-2024-0727'],
      },
      { id: 'FEDORA-2024-9b2ec35dbb', type: 'bugfix', severity: null, cves: [] },
    ])
  })
})

describe('transaction tables', () => {
  test('rows wrapped to 80 columns are counted, not measured', () => {
    const text = `Dependencies resolved.
================================================================================
 Package                     Arch   Version                  Repository    Size
================================================================================
Installing:
 kernel                      x86_64 4.18.0-553.50.1.el8_10   baseos        10 M
Upgrading:
 google-compute-engine-oslogin
                             x86_64 1:20240415.00-g1.el8     google-compute-engine
                                                                          2.1 M
     replacing  old-oslogin.x86_64 1-1.el8
Installing dependencies:
 jq                          x86_64 1.6-9.el8_10             appstream    201 k
Removing:
 kernel                      x86_64 4.18.0-513.el8           @baseos        0

Transaction Summary
================================================================================
Install  2 Packages
`
    expect(parseTransaction(text).rows).toMatchObject([
      { action: 'install', dependency: false, name: 'kernel', version: '4.18.0-553.50.1.el8_10' },
      {
        action: 'upgrade',
        name: 'google-compute-engine-oslogin',
        repository: 'google-compute-engine',
        replaces: ['old-oslogin.x86_64 1-1.el8'],
      },
      { action: 'install', dependency: true, name: 'jq' },
      { action: 'remove', name: 'kernel', version: '4.18.0-513.el8' },
    ])
  })

  test('an unknown section is an error: it could be a removal', () => {
    const text = ' Package Arch Version Repository Size\nEating:\n a noarch 1-1 r 1 k\n'
    expect(() => parseTransaction(text)).toThrow(expect.objectContaining({ code: 'E_PARSE_LINE' }) as Error)
  })

  test('a table that ends in mid-row is an error', () => {
    expect(() =>
      parseTransaction(' Package Arch Version Repository Size\nUpgrading:\n a noarch 1-1\nTransaction Summary\n'),
    ).toThrow(expect.objectContaining({ code: 'E_PARSE_LINE' }) as Error)
  })

  test('"Nothing to do" is an empty transaction', () => {
    expect(parseTransaction('Dependencies resolved.\nNothing to do.\nComplete!\n')).toEqual({ rows: [], empty: true })
  })
})
