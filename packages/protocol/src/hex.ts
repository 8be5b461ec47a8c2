// Source: PYP/1 §1: lower-case hex in our own fields; decoders strict, since Buffer.from stops at the first wrong digit.

const digits = /^(?:[0-9a-f]{2})*$/

/** True for `hexN`: exactly `bytes` bytes as lower-case digits. */
export function isHex(value: string, bytes: number): boolean {
  return value.length === bytes * 2 && digits.test(value)
}

/** Bytes of a lower-case hex text, or null when it is not one (of `bytes` bytes when given). */
export function decodeHex(value: string, bytes?: number): Buffer | null {
  if (bytes !== undefined && value.length !== bytes * 2) return null
  return digits.test(value) ? Buffer.from(value, 'hex') : null
}

export function encodeHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
