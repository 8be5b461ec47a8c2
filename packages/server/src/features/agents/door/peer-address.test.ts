import { describe, expect, it } from 'vitest'
import { peerAddress } from './peer-address.ts'

describe('the address of a peer', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['', null],
    ['unix:', null],
    [undefined, null],
  ])('%s is %s', (text, want) => {
    expect(peerAddress(text)).toBe(want)
  })
})
