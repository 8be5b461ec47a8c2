// Source: PYP/1 §1: RFC 4648 §4 with padding. Buffer.from also takes the URL-safe alphabet, white space, missing padding
// and non-zero unused bits; encoding again and comparing refuses all of them (several texts for the same bytes).

/** Bytes of a canonical base64 text, or null. */
export function decodeBase64(value: string): Buffer | null {
  if (value.length % 4 !== 0) return null
  const bytes = Buffer.from(value, 'base64')
  return bytes.toString('base64') === value ? bytes : null
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Number of bytes that a base64 text of this length can decode to at most; for caps before decoding. */
export function base64MaxBytes(textLength: number): number {
  return Math.floor(textLength / 4) * 3
}
