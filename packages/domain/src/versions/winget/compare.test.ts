import { describe, expect, it } from 'vitest'
import { compareWinget } from './compare.ts'

describe('winget versions', () => {
  it.each([
    ['zero parts at the end do not count', '1.0', '1.0.0', 0],
    ['numbers compare by value', '1.9', '1.10', -1],
    ['leading zeros do not count', '1.010', '1.10', 0],
    ['a part with text is below the bare number', '1.0.1-alpha', '1.0.1', -1],
    ['text compares without regard to case', '1.0.1-B', '1.0.1-a', 1],
    ['… and is the same in capitals', '1.0.1-RC', '1.0.1-rc', 0],
    ['… in any script', '1.0-Ä', '1.0-ä', 0],
    ['text behind a zero is below the bare number, too', '13.2.0-bugfix', '13.2.0', -1],
    ['so is a release candidate of a round version', '1.0-rc', '1.0', -1],
    ['… and of one that is written shorter', '1.0.0-rc.1', '1', -1],
    ['… but it is above what is lower', '0.9.9', '1.0-rc', -1],
    ['release candidates count up', '1.0-rc.1', '1.0-rc.2', -1],
    ['a further number is higher', '1.0.0.1', '1.0', 1],
    ['a word before the first number does not count', 'v1.0', '1.0', 0],
    ['… whatever it is', 'Release 2.1', '2.1', 0],
    ['… but one before the first dot without a number does', 'v.1', '1', -1],
    ['blanks around parts do not count', ' 1 . 5 ', '1.5', 0],
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
    ['a letter before a further number makes it text', '1.v2', '1.1', -1],
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
