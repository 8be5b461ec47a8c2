/** Lower-case hex; null for what is no SHA-256. */
export function sha256Of(text: string): string | null {
  const hex = text.trim().toLowerCase()
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null
}

/** Count of bytes as decimal digits; null when it is none or above 2^53. */
export function bytesOf(text: string): number | null {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : null
}
