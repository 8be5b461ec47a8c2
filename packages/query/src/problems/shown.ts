const LONGEST = 40

// Controls, surrogates that stand alone, and what is invisible or turns the direction of writing.
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|\p{Surrogate}/gu

/** Part of a query inside a message: invisible characters as `\u202e`, long texts cut, in straight quotes. */
export const shown = (text: string): string => {
  const characters = Array.from(text.length > 4 * LONGEST ? text.slice(0, 4 * LONGEST) : text)
  const cut = characters.length > LONGEST || text.length > 4 * LONGEST
  return `"${visible(characters.slice(0, LONGEST).join(''))}${cut ? '…' : ''}"`
}

/** Invisible characters as escapes: `\u202e`. */
export const visible = (text: string): string =>
  text.replace(hidden, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

export const hasInvisible = (text: string): boolean => {
  hidden.lastIndex = 0
  return hidden.test(text)
}
