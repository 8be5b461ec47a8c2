import { describe, expect, it } from 'vitest'
import { checkProxied, isProxied } from './proxied.ts'

const proxy = { url: 'http://proxy.corp.example:3128', direct: ['mirror.corp.example', '.dmz.example', '10.9.9.9'] }

describe('which requests go through the proxy', () => {
  it.each([
    ['https://feeds.example.org/', true],
    ['https://mirror.corp.example/', false],
    ['https://mirror.corp.example./', false],
    ['https://other.corp.example/', true],
    ['https://a.dmz.example/', false],
    ['https://a.b.dmz.example/', false],
    ['https://dmz.example/', true],
    ['https://notdmz.example/', true],
    ['https://10.1.2.3/', false],
    ['https://10.2.2.3/', true],
    ['https://10.9.9.9/', false],
    ['https://[fd00::1]/', true],
  ])('%s: %s', (url, expected) => {
    expect(isProxied(new URL(url), proxy, ['10.1.0.0/16'])).toBe(expected)
  })
})

describe('what a proxy is asked for', () => {
  it.each([
    ['https://feeds.example.org/', 'asked'],
    ['https://8.8.8.8/', 'asked'],
    ['http://feeds.example.org/', 'egress_url'],
    ['https://10.0.0.1/', 'egress_address'],
    ['https://2130706433/', 'egress_address'],
    ['https://[::ffff:169.254.169.254]/', 'egress_address'],
    ['https://[::1]/', 'egress_address'],
    ['https://metadata/', 'egress_address'],
    ['https://metadata.google.internal/', 'egress_address'],
    ['https://localhost/', 'egress_address'],
    ['https://a.localhost./', 'egress_address'],
    ['https://printer.local/', 'egress_address'],
    ['https://metadata.google.internal../', 'egress_address'],
    ['https://127.0.0.1../', 'egress_address'],
    ['https://.localhost../', 'egress_address'],
    ['https://router.home.arpa/', 'egress_address'],
  ])('%s: %s', (url, expected) => {
    let verdict = 'asked'
    try {
      checkProxied(new URL(url), false)
    } catch (error) {
      verdict = (error as { code: string }).code
    }
    expect(verdict).toBe(expected)
  })

  it('is also what an operator wrote without TLS', () => {
    expect(() => checkProxied(new URL('http://feeds.example.org/'), true)).not.toThrow()
  })
})
