const LONGEST = 40

// Controls, halves of pairs, format characters (those that turn the direction of writing among them), separators of lines and
// what is drawn as nothing: the grapheme joiner and the fillers of Hangul.
const hidden = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]|\u034f|[\u115f\u1160\u3164\uffa0]/gu

/** Part of a query inside a message: invisible characters as `\u202e`, long texts cut, in straight quotes. */
export const shown = (text: string): string => {
  const characters = Array.from(text.length > 4 * LONGEST ? text.slice(0, 4 * LONGEST) : text)
  const cut = characters.length > LONGEST || text.length > 4 * LONGEST
  return `"${visible(characters.slice(0, LONGEST).join(''))}${cut ? '…' : ''}"`
}

/** Invisible characters as escapes: `\u202e`. */
const visible = (text: string): string =>
  text.replace(hidden, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })

export const hasInvisible = (text: string): boolean => text.search(hidden) !== -1
