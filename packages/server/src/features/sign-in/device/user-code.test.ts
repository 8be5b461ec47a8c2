import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newUserCode, readUserCode } from './user-code.ts'

const randomOf = (bytes: readonly number[]) => {
  let at = 0
  return {
    bytes: (length: number) => Uint8Array.from({ length }, () => bytes[at++ % bytes.length] ?? 0),
    uuid: () => '',
    fraction: () => 0,
  }
}

describe('a code for people', () => {
  it('is read back however it is typed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 239 }), { minLength: 1 }), bytes => {
        const code = newUserCode(randomOf(bytes))
        expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
        for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `]) {
          expect(readUserCode(typed)).toBe(code)
        }
      }),
    )
  })

  it('has every letter equally often: bytes that would not fit are left out', () => {
    expect(newUserCode(randomOf([255, 240, 0]))).toBe('BBBB-BBBB')
  })

  it.each(['', 'WDJB-MJH', 'WDJB-MJHTT', 'WDJB-MJHA', 'WDJB-MJH1', 'WDJB-MJHṬ'])('%j is none', text => {
    expect(readUserCode(text)).toBe(null)
  })
})
