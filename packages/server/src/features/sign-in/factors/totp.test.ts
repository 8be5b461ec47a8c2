import { describe, expect, it } from 'vitest'
import { totpSetUp, totpStep } from './totp.ts'

// RFC 6238 appendix B, the rows of SHA-1, cut to the last six digits as §5.3 of RFC 4226 says.
const secret = Buffer.from('12345678901234567890')
const vectors = [
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_111_111_111, '050471', 37_037_037],
  [1_234_567_890, '005924', 41_152_263],
  [2_000_000_000, '279037', 66_666_666],
  [20_000_000_000, '353130', 666_666_666],
] as const

describe('a code', () => {
  it.each(vectors)('at second %i is %s', (second, code, step) => {
    expect(totpStep(secret, code, second * 1000)).toBe(step)
  })

  it.each(vectors)('at second %i holds one step before and after, not two', (second, code, step) => {
    for (const away of [-1, 1]) expect(totpStep(secret, code, (second + away * 30) * 1000)).toBe(step)
    for (const away of [-2, 2]) expect(totpStep(secret, code, (second + away * 30) * 1000)).toBeNull()
  })

  it.each(['', '28708', '2870820', ' 287082', '287082\n', '28708a', '٢٨٧٠٨٢'])('%j is none', code => {
    expect(totpStep(secret, code, 59_000)).toBeNull()
  })
})

it('an app is set up with 160 bits in base32', () => {
  const made = totpSetUp(secret, 'someone@example.org')
  expect(made.secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(made.uri).toBe(
    `otpauth://totp/Patchyard:someone%40example.org?issuer=Patchyard&secret=${made.secret}&algorithm=SHA1&digits=6&period=30`,
  )
})
