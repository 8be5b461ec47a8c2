const utf8 = new TextEncoder()

/**
 * The text as dpkg, rpm, apk and winget see it: a string with one character (0–255) for each byte of its UTF-8 form. They
 * compare bytes, and JavaScript's UTF-16 units order characters above U+FFFF differently. A lone surrogate counts as U+FFFD.
 * ASCII text, which is nearly every version there is, comes back as the same string.
 */
export function asByteText(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return encode(text)
  }
  return text
}

function encode(text: string): string {
  const bytes = utf8.encode(text)
  const pieces: string[] = []
  // In pieces, because every byte becomes an argument of one call.
  for (let i = 0; i < bytes.length; i += 4096) pieces.push(String.fromCharCode(...bytes.subarray(i, i + 4096)))
  return pieces.join('')
}
