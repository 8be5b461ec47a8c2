import { describe, expect, it } from 'vitest'
import { checkUrl, chooseAddress } from './check-target.ts'
import { EgressError } from './egress.ts'

const verdict = (work: () => unknown): string => {
  try {
    work()
    return 'allowed'
  } catch (error) {
    return error instanceof EgressError ? error.code : 'defect'
  }
}
const https = new URL('https://idp.example.org/')

describe('an address of a request', () => {
  it.each([
    ['https://idp.example.org/x?y=1', 'allowed'],
    ['https://user:pass@host/', 'egress_url'],
    ['https://user@host/', 'egress_url'],
    ['ftp://host/', 'egress_url'],
    ['file:///etc/passwd', 'egress_url'],
    ['gopher://host/', 'egress_url'],
    ['https://host/#x', 'egress_url'],
    ['', 'egress_url'],
    ['//host/', 'egress_url'],
  ])('%s: %s', (text, want) => expect(verdict(() => checkUrl(text))).toBe(want))
})

describe('what a name stands for', () => {
  // One of each range of the registries, its last address too where it is easily got wrong, and spellings of the loopback that beat others.
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
  ])('%s is refused', address => expect(verdict(() => chooseAddress(https, [address], []))).toBe('egress_address'))

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.1',
    '198.20.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is public', address => expect(chooseAddress(https, [address], [])).toBe(address))

  it.each([
    ['one public, one inside', ['8.8.8.8', '127.0.0.1'], [], 'egress_address'],
    ['none', [], [], 'egress_unresolved'],
    ['what the operator opened', ['10.1.2.3'], ['10.1.0.0/16'], 'allowed'],
    ['what lies beside that', ['10.2.2.3'], ['10.1.0.0/16'], 'egress_address'],
    ['the opened address spelled in IPv6', ['::ffff:10.1.2.3'], ['10.1.0.0/16'], 'allowed'],
    ['a bare address that was opened', ['127.0.0.2'], ['127.0.0.2'], 'allowed'],
    ['its neighbour', ['127.0.0.1'], ['127.0.0.2'], 'egress_address'],
  ] as const)('%s', (_what, addresses, allowed, want) =>
    expect(verdict(() => chooseAddress(https, addresses, allowed))).toBe(want),
  )

  it('without TLS is good where the operator wrote it so, and no further', () => {
    const http = new URL('http://mirror.example.org/')
    expect(verdict(() => chooseAddress(http, ['8.8.8.8'], [], true))).toBe('allowed')
    expect(verdict(() => chooseAddress(http, ['10.1.2.3'], ['10.0.0.0/8'], true))).toBe('allowed')
    expect(verdict(() => chooseAddress(http, ['10.1.2.3'], [], true))).toBe('egress_address')
  })

  it.each([
    ['8.8.8.8', [], 'egress_url'],
    ['10.1.2.3', ['10.0.0.0/8'], 'egress_url'],
    ['127.0.0.1', ['127.0.0.0/8'], 'allowed'],
    ['127.0.0.1', [], 'egress_address'],
  ] as const)('http to %s with %j opened: %s', (address, allowed, want) =>
    expect(verdict(() => chooseAddress(new URL('http://idp.example.org/'), [address], allowed))).toBe(want),
  )
})
