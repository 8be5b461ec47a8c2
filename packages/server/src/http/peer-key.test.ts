import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { peerKey } from './peer-key.ts'

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, key) => {
  expect(peerKey(address)).toBe(key)
})

test('every host of an IPv6 network has one key, whatever its spelling', () => {
  fc.assert(
    fc.property(fc.ipV6(), address => {
      // The platform writes every spelling in one way; a spelling with an IPv4 tail has its own rule above.
      fc.pre(!address.includes('.') && !/^::ffff:/i.test(address))
      const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
      expect(peerKey(address)).toBe(peerKey(canonical))
    }),
  )
})
