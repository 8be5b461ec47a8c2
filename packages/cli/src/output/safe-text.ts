/**
 * Text of hosts on a terminal: control characters (ANSI sequences, carriage returns, NUL) and the marks that turn the
 * direction of writing are shown as escapes, so that a host cannot rewrite what an administrator reads.
 */
export function safeText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, character => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}
