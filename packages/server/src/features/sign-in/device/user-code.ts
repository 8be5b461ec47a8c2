import type { Random } from '@patchyard/domain'

// RFC 8628 §6.1: letters that nobody takes for others, no vowels, so that no words come out. 20^8 codes.
const letters = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8

/** `WDJB-MJHT`. */
export function newUserCode(random: Random): string {
  let code = ''
  while (code.length < LENGTH) {
    for (const byte of random.bytes(LENGTH)) {
      // 240 = 12 × 20: what lies above would make the first letters likelier.
      if (byte < 240 && code.length < LENGTH) code += letters[byte % letters.length] ?? ''
    }
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** As people type it: any case, with or without the dash. null for what is no code. */
export function readUserCode(text: string): string | null {
  const code = text.toUpperCase().replaceAll(/[\s-]/g, '')
  return code.length === LENGTH && code.split('').every(letter => letters.includes(letter))
    ? `${code.slice(0, 4)}-${code.slice(4)}`
    : null
}
