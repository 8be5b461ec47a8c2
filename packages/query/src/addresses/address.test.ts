import { BlockList, isIP, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addressText, masked, parseAddress } from './address.ts'

const group = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  fc.integer({ min: 0, max: 0xffff }),
  fc.constantFrom(0xffff, 1),
)
const v6Groups = fc.array(group, { minLength: 8, maxLength: 8 })
const v4Groups = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 })
const pieces = fc.array(
  fc.constantFrom(':', '::', '0', '1', 'ffff', 'a', '1.2.3.4', '.', '256', '01', 'g', '%0', '/8'),
  { maxLength: 10 },
)

test('what is an address is what Node takes for one, zones left out', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map(parts => parts.join('')),
        v6Groups.map(groups => groups.map(g => g.toString(16)).join(':')),
      ),
      text => {
        expect({ text, is: parseAddress(text) !== null }).toEqual({ text, is: isIP(text) !== 0 && !text.includes('%') })
      },
    ),
    { numRuns: 3000 },
  )
})

test('the canonical text of IPv6 is that of WHATWG URLs, but for IPv4 written inside', () => {
  fc.assert(
    fc.property(v6Groups, groups => {
      const text = addressText({ version: 6, groups })
      expect(isIPv6(text)).toBe(true)
      if (text.includes('.')) return
      expect(text).toBe(new URL(`http://[${groups.map(g => g.toString(16)).join(':')}]/`).hostname.slice(1, -1))
    }),
  )
})

test('canonical text is read as the same address', () => {
  fc.assert(
    fc.property(fc.oneof(v6Groups, v4Groups), groups => {
      const address = { version: groups.length === 8 ? (6 as const) : (4 as const), groups }
      expect(parseAddress(addressText(address))).toEqual(address)
    }),
  )
})

test('an address is in its own network, and a network holds what Node says', () => {
  const networks = fc.oneof(
    fc.tuple(v4Groups, v4Groups, fc.integer({ min: 0, max: 32 })),
    fc.tuple(v6Groups, v6Groups, fc.integer({ min: 0, max: 128 })),
  )
  fc.assert(
    fc.property(networks, ([groups, others, prefix]) => {
      const version = groups.length === 8 ? 6 : 4
      const network = masked({ version, groups }, prefix)
      const family = version === 6 ? 'ipv6' : 'ipv4'
      const list = new BlockList()
      list.addSubnet(addressText(network), prefix, family)
      const holds = (address: readonly number[]): boolean =>
        addressText(masked({ version, groups: address }, prefix)) === addressText(network)
      expect(holds(groups)).toBe(true)
      expect(holds(others)).toBe(list.check(addressText({ version, groups: others }), family))
    }),
  )
})

describe('canonical texts', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['FE80:0:0:0:0:0:0:1', 'fe80::1'],
    ['::', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:a00:1', '::ffff:10.0.0.1'],
    ['::10.0.0.1', '::10.0.0.1'],
    ['2001:db8:1::', '2001:db8:1::'],
  ])('%s is %s', (text, want) => {
    const address = parseAddress(text)
    expect(address === null ? null : addressText(address)).toBe(want)
  })

  it.each([
    '',
    '10.0.0',
    '10.0.0.01',
    '10.0.0.1.2',
    '::1::',
    '1:2:3:4:5:6:7',
    '1::2:3:4:5:6:7:8',
    '12345::',
    ':1',
    '1:',
    '10.0.0.1 ',
    '::1.2.3',
    '1.2.3.4::',
  ])('"%s" is none', text => {
    expect(parseAddress(text)).toBeNull()
  })
})
