import type { Random } from '@patchyard/domain'

// Base32 of RFC 4648 in lower case: no 0, 1 or 8 that could be taken for a letter.
const letters = 'abcdefghijklmnopqrstuvwxyz234567'
const COUNT = 10

/** Ten codes of 80 random bits, in groups of four to be read aloud. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: COUNT }, () => {
    const text = [...random.bytes(16)].map(byte => letters[byte & 31]).join('')
    return (text.match(/.{4}/g) ?? []).join('-')
  })
}
