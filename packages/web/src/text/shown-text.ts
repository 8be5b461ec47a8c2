/**
 * Text that agents report, made fit to be looked at. React puts it into text nodes, so it can never become markup; what
 * is left is text that deceives the eye: controls, invisible characters and those that turn the direction of writing.
 */

// Unicode 16, chapter 23.2 and UAX 9: explicit directional formatting, marks without width, byte order mark, tags.
const deceiving =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  // U+2400 … are pictures of the C0 controls.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** Longest text that one cell or title carries; the rest is cut with an ellipsis. */
export const LONGEST_SHOWN = 2000

/** One line: line breaks and tabs are shown as what they are. */
export function shownText(text: string, longest = LONGEST_SHOWN): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return cut.replace(deceiving, visible).toWellFormed()
}

// ECMA-48: CSI … final byte; OSC, DCS, SOS, PM, APC … up to ST or BEL; two-character escapes.
const escapeSequence =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g

/**
 * Output of a program as lines of text: terminal sequences are left out, overwritten progress lines stand below each
 * other, anything else that is not text becomes visible.
 */
export function shownOutput(output: string): string {
  return output
    .replace(escapeSequence, '')
    .replace(/\r\n?/g, '\n')
    .replace(deceiving, character => (character === '\n' || character === '\t' ? character : visible(character)))
    .toWellFormed()
}
