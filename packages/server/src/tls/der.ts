// The part of DER (ITU-T X.690) that a certificate needs, written only, never read: node:crypto reads certificates.

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
}

/** Tag, length in the shortest form, content (X.690 §8.1.3, §10.1). */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff_ff ? 6 : length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(tags.sequence, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(tags.set, ...parts)
export const octetString = (content: Uint8Array): Buffer => tagged(tags.octetString, content)
export const utf8String = (text: string): Buffer => tagged(tags.utf8String, Buffer.from(text))
/** DER has one `true` (X.690 §11.1); `false` is always a default here and left out. */
export const yes: Buffer = tagged(tags.boolean, Buffer.from([0xff]))

/** Whole bytes; `unusedBits` only for named bit lists such as key usage (X.680 §22.7). */
export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return tagged(tags.bitString, Buffer.from([unusedBits]), content)
}

/** A number ≥ 0 from its bytes, most significant first: no needless zeros, and one where the top bit would mean minus. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const trimmed = Buffer.from(bytes.subarray(start))
  if (trimmed.length === 0) return tagged(tags.integer, Buffer.from([0]))
  return tagged(tags.integer, (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed)
}

/** `1.2.840.10045.4.3.2` (X.690 §8.19). */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap(arc => {
    const digits = [arc & 0x7f]
    for (let left = Math.floor(arc / 0x80); left > 0; left = Math.floor(left / 0x80))
      digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return tagged(tags.oid, Buffer.from(bytes))
}

/** Seconds since 1970, UTC; two-digit years until 2049 as RFC 5280 §4.1.2.5 wants it. */
export function time(unixMs: number): Buffer {
  const text = new Date(Math.floor(unixMs / 1000) * 1000).toISOString().replaceAll(/[-:T]|\.000/g, '')
  return Number(text.slice(0, 4)) < 2050
    ? tagged(tags.utcTime, Buffer.from(text.slice(2)))
    : tagged(tags.generalizedTime, Buffer.from(text))
}

/** Context-specific and constructed: `[n]` of explicit tagging. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Buffer => tagged(0xa0 | number, ...parts)
/** Context-specific and primitive: `[n]` of implicit tagging. */
export const implicit = (number: number, content: Uint8Array): Buffer => tagged(0x80 | number, content)
