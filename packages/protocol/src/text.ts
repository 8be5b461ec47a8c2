// Source: PYP/1 §1 "Types": text n and log n.

// biome-ignore format: one line a rule
const control = /[\u0000-\u001f\u007f-\u009f]/
const controlInLog = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** UTF-8 length is at most three bytes a UTF-16 unit, so most strings need no counting. */
function fits(value: string, bytes: number): boolean {
  if (value.length > bytes) return false
  return value.length * 3 <= bytes || Buffer.byteLength(value) <= bytes
}

/** `text n`: at most `bytes` bytes of UTF-8, no control characters, no lone surrogates. The empty text is one. */
export function isText(value: string, bytes: number): boolean {
  return fits(value, bytes) && !control.test(value) && value.isWellFormed()
}

/** `log n`: as {@link isText}, but LF and TAB are allowed. */
export function isLog(value: string, bytes: number): boolean {
  return fits(value, bytes) && !controlInLog.test(value) && value.isWellFormed()
}

/** Cuts at a character so that at most `bytes` bytes of UTF-8 stay. `value` must be well formed. */
function cut(value: string, bytes: number): string {
  if (fits(value, bytes)) return value
  const encoded = Buffer.from(value)
  let end = bytes
  // 10xxxxxx continues a character: step back to where one begins.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--
  return encoded.toString('utf8', 0, end)
}

/** Makes a `text n` of anything a host may say: control characters become spaces, lone surrogates U+FFFD, the rest is cut. */
export function toText(value: string, bytes: number): string {
  return cut(value.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' '), bytes)
}

/**
 * Makes a `log n` of a program's output. CR LF becomes LF, other control characters U+FFFD. Longer output keeps its
 * first `headBytes` and its end, with one line between that says how much is missing (PYP/1 §6.5: head 16 KiB, tail 48 KiB).
 */
export function toLog(value: string, bytes = 65_536, headBytes = 16_384): string {
  const clean = value
    .toWellFormed()
    .replace(/\r\n/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
  if (fits(clean, bytes)) return clean
  const encoded = Buffer.from(clean)
  const head = cut(clean, Math.min(headBytes, bytes - 64))
  const marker = (missing: number) => `\n[… ${missing} bytes left out …]\n`
  const tailBytes = bytes - Buffer.byteLength(head) - Buffer.byteLength(marker(encoded.length))
  let start = encoded.length - tailBytes
  while (start < encoded.length && ((encoded[start] ?? 0) & 0xc0) === 0x80) start++
  return head + marker(start - Buffer.byteLength(head)) + encoded.toString('utf8', start)
}
