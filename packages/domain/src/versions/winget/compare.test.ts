import { describe, expect, it } from 'vitest'
import { compareWinget } from './compare.ts'

describe('winget versions', () => {
  it.each([
    ['zero parts at the end do not count', '1.0', '1.0.0', 0],
    ['numbers compare by value', '1.9', '1.10', -1],
    ['leading zeros do not count', '1.010', '1.10', 0],
    ['a part with text is below the bare number', '1.0.1-alpha', '1.0.1', -1],
    ['text compares by bytes, capitals first', '1.0.1-B', '1.0.1-a', -1],
    ['a further part is higher, whatever is in it', '13.2.0-bugfix', '13.2.0', 1],
    ['latest is above everything', '99999.9', 'Latest', -1],
    ['unknown is below everything', 'unknown', '', -1],
    ['the case of latest and unknown does not count', 'LATEST', 'latest', 0],
    ['“<” is just below', '< 1.0', '1.0', -1],
    ['… but above what is lower', '0.9.9', '< 1.0', -1],
    ['“>” is just above', '> 1.0', '1.0.0.1', -1],
    ['equal bounds are equal', '> 1.0', '> 1.0.0', 0],
    ['just below latest is above everything else', '9999', '< latest', -1],
    ['numbers reach 64 bits', '1.18446744073709551615', '1.18446744073709551614', 1],
    ['beyond, the part is text and its number zero', '1.18446744073709551616', '1.1', -1],
    ['a minus counts back from 64 bits', '1.-1', '1.18446744073709551615', 0],
    ['blanks before a number do not count', '1.\t5. 7', '1.5.7', 0],
    ['a letter before the number makes it text', 'v2.0', '1.0', -1],
  ])('%s', (_, a, b, order) => {
    expect(compareWinget(a, b)).toBe(order)
    expect(compareWinget(b, a)).toBe(0 - order)
  })

  it('a bound of unknown, which winget refuses, is a bound there, too', () => {
    expect(['> unknown', 'unknown', '0', '< unknown'].toSorted(compareWinget)).toEqual([
      '< unknown',
      'unknown',
      '> unknown',
      '0',
    ])
  })
})
