import { describe, expect, it } from 'vitest'
import { kbKey, kbNumber, parseKbKey, productSlug } from './patch-key.ts'
import { type WindowsFacts, windowsProductName, windowsProductsOfTitle } from './windows-product.ts'

describe('the product part', () => {
  it.each([
    ['Windows 11 Version 24H2 for x64-based Systems', 'windows-11-version-24h2-for-x64-based-systems'],
    [
      'Windows Server 2022, 23H2 Edition (Server Core installation)',
      'windows-server-2022-23h2-edition-server-core-installation',
    ],
    [
      'Microsoft .NET Framework 3.5 AND 4.8.1 on Windows Server 2022',
      'microsoft-.net-framework-3.5-and-4.8.1-on-windows-server-2022',
    ],
    ['Microsoft Visual C++ 2010', 'microsoft-visual-c++-2010'],
    ['Ünïted  Tool', 'n-ted-tool'],
  ])('of %s is %s', (name, slug) => {
    expect(productSlug(name)).toBe(slug)
  })

  it.each([
    ['case', 'Windows 8.1 for x64-based systems', 'Windows 8.1 for x64-based Systems'],
    ['blanks at the end', 'Windows Server 2016  ', 'Windows Server 2016'],
    [
      'the name of its first year',
      'Windows 11 for ARM64-based Systems',
      'Windows 11 version 21H2 for ARM64-based Systems',
    ],
    ['a wide space', 'Windows\u00a010 for 32-bit Systems', 'Windows 10 for 32-bit Systems'],
  ])('is one in spite of %s', (_, a, b) => {
    expect(productSlug(a)).toBe(productSlug(b))
  })

  it.each([
    ['versions', '.NET Framework 4.8 on Windows', '.NET Framework 4.8.1 on Windows'],
    ['Server Core, whose CVEs are fewer', 'Windows Server 2022', 'Windows Server 2022 (Server Core installation)'],
    ['languages', 'Visual C++', 'Visual C#'],
  ])('is another for other %s', (_, a, b) => {
    expect(productSlug(a)).not.toBe(productSlug(b))
  })

  it.each(['', ' ', '()', '製品', 'x'.repeat(201)])('cannot be had from %j', name => {
    expect(() => productSlug(name)).toThrow(RangeError)
  })
})

describe('the number', () => {
  it.each([
    ['5094126', '5094126'],
    ['KB5094126', '5094126'],
    [' kb890830\n', '890830'],
    ['Release Notes', null],
    ['None', null],
    ['20.0.1', null],
    ['50185', null],
    ['0509412', null],
    ['50941267', null],
    ['5094126;5094127', null],
  ])('of %j is %j', (text, number) => {
    expect(kbNumber(text)).toBe(number)
  })
})

it('a key can be taken apart into what it was made of', () => {
  const key = kbKey('KB5094126', 'Windows Server 2019')
  expect(key).toBe('kb:5094126@windows-server-2019')
  expect(parseKbKey(key)).toEqual({ number: '5094126', product: 'windows-server-2019' })
})

it.each(['kb:5094126', 'kb:x@y', 'rpm:a/b', 'kb:5094126@Windows'])('%s is no key of a KB', key => {
  expect(parseKbKey(key)).toBeNull()
})

it('a KB that is none has no key', () => {
  expect(() => kbKey('Click to Run', 'Microsoft Office')).toThrow(RangeError)
})

describe('the name of a Windows', () => {
  const host = (facts: Partial<WindowsFacts>): WindowsFacts => ({
    kind: 'client',
    build: 26_100,
    displayVersion: '24H2',
    arch: 'x64',
    isServerCore: false,
    ...facts,
  })
  it.each<[string | null, Partial<WindowsFacts>]>([
    ['Windows 11 Version 24H2 for x64-based Systems', {}],
    ['Windows 10 Version 22H2 for 32-bit Systems', { build: 19_045, displayVersion: '22H2', arch: 'x86' }],
    ['Windows 10 Version 1809 for ARM64-based Systems', { build: 17_763, displayVersion: '1809', arch: 'arm64' }],
    ['Windows 10 for x64-based Systems', { build: 10_240, displayVersion: '' }],
    ['Windows Server 2019', { kind: 'server', build: 17_763, displayVersion: '1809' }],
    ['Windows Server 2022 (Server Core installation)', { kind: 'server', build: 20_348, isServerCore: true }],
    [
      'Windows Server 2022, 23H2 Edition (Server Core installation)',
      { kind: 'server', build: 25_398, isServerCore: true },
    ],
    [
      'Windows Server, version 20H2 (Server Core installation)',
      { kind: 'server', build: 19_042, displayVersion: '20H2' },
    ],
    [null, { kind: 'server', build: 9600, displayVersion: '' }],
    [null, { kind: 'server', build: 30_000, displayVersion: '' }],
  ])('%s is known by its facts', (name, facts) => {
    expect(windowsProductName(host(facts))).toBe(name)
  })
})

describe('the products in the title of an update', () => {
  it.each([
    [
      '2023-04 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5025239)',
      ['Windows 11 Version 22H2 for ARM64-based Systems'],
    ],
    [
      '2023-02 Cumulative Update Preview for Windows 11 Version 22H2 for x64-based Systems (KB5022913) UUP',
      ['Windows 11 Version 22H2 for x64-based Systems'],
    ],
    ['2020-01 Cumulative Update for Windows 10 for x86-based Systems (KB4534306)', ['Windows 10 for 32-bit Systems']],
    [
      '2023-04 Cumulative Update for Windows Server 2019 for x64-based Systems (KB5025229)',
      ['Windows Server 2019', 'Windows Server 2019 (Server Core installation)'],
    ],
    [
      '2023-04 Cumulative Update for Microsoft server operating system version 21H2 for x64-based Systems (KB5025230)',
      ['Windows Server 2022', 'Windows Server 2022 (Server Core installation)'],
    ],
    [
      '2025-10 Cumulative Update for Windows 11, version 25H2 for x64-based Systems (KB5066835) (26200.6899)',
      ['Windows 11 Version 25H2 for x64-based Systems'],
    ],
    ['2025-12 Security Update (KB5072033) (26200.7462)', []],
    ['2024-01 Cumulative Update for .NET Framework 3.5 and 4.8.1 for Windows 11 for x64 (KB5034276)', []],
    ['Windows Malicious Software Removal Tool x64 - v5.112 (KB890830)', []],
    ['2023-04 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems', []],
    ['', []],
  ])('%s are %j', (title, products) => {
    expect(windowsProductsOfTitle(title)).toEqual(products)
  })

  it('lead to the key under which the security data has them', () => {
    const [product = ''] = windowsProductsOfTitle(
      '2026-06 Cumulative Update for Windows 11, version 24H2 for x64-based Systems (KB5094126)',
    )
    expect(kbKey('KB5094126', product)).toBe(kbKey('5094126', 'Windows 11 Version 24H2 for x64-based Systems'))
  })
})
