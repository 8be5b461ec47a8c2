import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cveName, cveNames, MOST_CVES } from './cve-names.ts'
import { bytesOf, sha256Of } from './hashes.ts'
import { instantOf, instantOfMail, instantOfSeconds } from './instants.ts'
import { isPackageName, isRpmName, isVersion, withoutZeroEpoch } from './package-names.ts'
import { lineOf, paragraphsOf } from './plain-text.ts'
import { publicUrl, repositoryPath } from './public-url.ts'

describe('instants', () => {
  test.each([
    ['2023-11-28 00:00:00', '2023-11-28T00:00:00.000Z'],
    ['2011-09-27 22:46', '2011-09-27T22:46:00.000Z'],
    ['2023-11-28', '2023-11-28T00:00:00.000Z'],
    ['2023-11-28T10:20:30Z', '2023-11-28T10:20:30.000Z'],
    ['2023-06-28T06:17:52.429597Z', '2023-06-28T06:17:52.000Z'],
    ['2023-11-21T11:53:08+02:00', '2023-11-21T09:53:08.000Z'],
    ['2023-11-21T11:53:08-0530', '2023-11-21T17:23:08.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31 23:59:60', '2017-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(instantOf(text)).toBe(Date.parse(iso))
  })

  test.each([
    '',
    '2023-02-29',
    '2023-13-01',
    '2023-00-01',
    '2023-01-00',
    '2023-01-01 24:00',
    '0001-01-01',
    '9999-01-01',
    '28.11.2023',
    '2023-11-28 junk',
    'NaN',
  ])('%j is no instant', text => {
    expect(instantOf(text)).toBeNull()
  })

  test('seconds and mail dates are read, nonsense is not', () => {
    expect(instantOfSeconds('1404583414.95479')).toBe(1404583414955)
    expect(instantOfSeconds('1696000000')).toBe(1696000000000)
    expect(['', '-1', '1e9', '99999999999', '5'].map(instantOfSeconds)).toEqual([null, null, null, null, null])
    expect(instantOfMail('Fri, 20 Nov 2026 00:12:41 UTC')).toBe(Date.UTC(2026, 10, 20, 0, 12, 41))
    expect(['Fri, 31 Nov 2026 00:12:41 UTC', 'Fri, 20 Nov 2026 00:12:41 PST', ''].map(instantOfMail)).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('names', () => {
  test('CVE names are in capitals, each once, others are left out', () => {
    expect(
      cveNames([' cve-2023-1234', 'CVE-2023-1234', 'TEMP-0000000-0CA7E3', 'CVE-2023-1', 'CVE-2024-10524']),
    ).toEqual(['CVE-2023-1234', 'CVE-2024-10524'])
    expect(cveName('CVE-2023-XXXX')).toBeNull()
    expect(cveNames(Array.from({ length: 2000 }, (_, i) => `CVE-2023-${10000 + i}`))).toHaveLength(MOST_CVES)
  })

  test('names and versions hold no blank, no path and nothing that begins as an option does', () => {
    expect(['libstdc++6', 'g++', '0ad', 'python3.11'].every(isPackageName)).toBe(true)
    expect(['-rf', '', 'a b', 'a/b', 'ä', '../x'].some(isPackageName)).toBe(false)
    expect(['perl(Foo)', '_x', 'kernel-livepatch-6.1.12-19.43'].every(isRpmName)).toBe(true)
    expect(['-x', 'a b', 'a/b', ''].some(isRpmName)).toBe(false)
    expect(['1.0', '7:5.5-6.el9_3.2', 'r12'].every(isVersion)).toBe(true)
    expect(['', ' 1', '-1', '1 2', '1/2', '1'.repeat(257)].some(isVersion)).toBe(false)
    expect([withoutZeroEpoch('0:1.2-3'), withoutZeroEpoch('10:1-2'), withoutZeroEpoch('1-2')]).toEqual([
      '1.2-3',
      '10:1-2',
      '1-2',
    ])
  })
})

describe('texts', () => {
  test('a title is one line without control characters or turned text, and has an end', () => {
    expect(lineOf('  a\u0000b\n c\u202egnp.exe ')).toBe('a b c gnp.exe')
    expect(lineOf('ä\ud800')).toBe('ä\ufffd')
    expect(lineOf('x'.repeat(10_000_000))).toHaveLength(500)
    expect(lineOf(`${'x'.repeat(498)}🙂🙂`)).toBe(`${'x'.repeat(498)}…`)
  })

  test('paragraphs keep their lines', () => {
    expect(paragraphsOf('\n a\r\nb\u0007\n\nc\t ')).toBe('a\nb \n\nc')
  })
})

describe('addresses', () => {
  test.each([
    ['https://errata.almalinux.org/9/ALSA-2023-7549.html', 'https://errata.almalinux.org/9/ALSA-2023-7549.html'],
    ['javascript:alert(1)', ''],
    ['https://user:secret@example.org/', ''],
    ['//example.org/x', ''],
    ['https://', ''],
    [`https://x/${'y'.repeat(3000)}`, ''],
  ])('%s becomes %j', (text, url) => {
    expect(publicUrl(text)).toBe(url)
  })

  test('an address is what URL makes of it', () => {
    const host = fc.constantFrom(
      'a.example',
      'xn--a.example',
      'x.xn--p1ai',
      '0x7f.1',
      '127.1',
      'A.example',
      'a..example',
      'a.com',
    )
    const path = fc.array(fc.constantFrom('/', '.', '..', 'a', '%2e', '?', '#', ' ', 'é', '\\', ':', '@', ';', '"'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(host, path, (name, parts) => {
        const text = `https://${name}/${parts.join('')}`.trim()
        const url = publicUrl(text)
        if (url !== '') expect(url).toBe(new URL(text).href)
        else expect(URL.canParse(text)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['pool/main/o/openssl/x_1%3a2.deb', true],
    ['Packages/3/389-ds-base-1.3.7.8-1.fc27.x86_64.rpm', true],
    ['/etc/passwd', false],
    ['a/../../b', false],
    ['a//b', false],
    ['a?b', false],
    ['https://x/y', false],
    ['a\\b', false],
    ['', false],
  ])('%s stays below its repository: %s', (path, stays) => {
    expect(repositoryPath(path) !== '').toBe(stays)
  })
})

test('hashes and sizes are read strictly', () => {
  expect(sha256Of('A'.repeat(64))).toBe('a'.repeat(64))
  expect(['a'.repeat(63), 'g'.repeat(64), ''].map(sha256Of)).toEqual([null, null, null])
  expect(['12', '1e3', '-1', '', '9007199254740993', '99999999999999999'].map(bytesOf)).toEqual([
    12,
    null,
    null,
    null,
    null,
    null,
  ])
})
