import { describe, expect, it } from 'vitest'
import { compareDeb } from './compare.ts'

describe('Debian versions', () => {
  it.each([
    ['a tilde sorts before the end', '1.0~rc1', '1.0', -1],
    ['two tildes sort before one', '1.0~~', '1.0~', -1],
    ['a tilde sorts before the revision', '1.0~-1', '1.0-1', -1],
    ['letters sort before other signs', '1.0a', '1.0+', -1],
    ['a longer version is higher', '1.0', '1.0.1', -1],
    ['numbers compare by value', '1.9', '1.10', -1],
    ['leading zeros do not count', '1.007', '1.7', 0],
    ['leading zeros do not count before letters', '1.01a', '1.1b', -1],
    ['numbers of any length compare by value', `1.${'9'.repeat(60)}`, `1.1${'0'.repeat(60)}`, -1],
    ['no number counts as zero', '1.', '1.0', 0],
    ['no revision counts as zero', '1.0', '1.0-0', 0],
    ['the epoch comes first', '1:0.1', '9.9', 1],
    ['no epoch is epoch zero', '0:1.0', '1.0', 0],
    ['epochs compare by value', '10:1', '9:1', 1],
    ['the revision begins after the last hyphen', '1.0-2-1', '1.0-1-2', 1],
    ['a binary rebuild is above its source', '1.0-1', '1.0-1+b1', -1],
    ['a backport is below the version it brings', '1.0-1~bpo12+1', '1.0-1', -1],
    ['a security update is above the version it fixes', '1.0-1', '1.0-1+deb12u1', -1],
    ['blanks around a version do not count', ' 1.0\t', '1.0', 0],
    ['the empty version is below every other', '', '~', -1],
    ['capitals sort before small letters', '1.0Z', '1.0a', -1],
  ])('%s', (_, a, b, order) => {
    expect(compareDeb(a, b)).toBe(order)
    expect(compareDeb(b, a)).toBe(0 - order)
  })

  it.each([
    ['a colon without a number before it belongs to the version', 'a:1', 'a:2', -1],
    ['an epoch beyond dpkg’s limit still counts by value', '2147483648:1', '2147483647:2', 1],
    ['bytes above 0x7f sort between letters and signs', '1é', '1.', -1],
    ['… and by their value among themselves', '1é', '1ê', -1],
    ['an empty revision is no revision', '1.0-', '1.0', 0],
  ])('what dpkg refuses has its place, too: %s', (_, a, b, order) => {
    expect(compareDeb(a, b)).toBe(order)
    expect(compareDeb(b, a)).toBe(0 - order)
  })
})
