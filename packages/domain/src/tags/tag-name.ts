/** Why a name cannot be one. */
export type TagNameProblem = 'empty' | 'tooLong' | 'invisible' | 'mixedScripts'

export const LONGEST_TAG_NAME = 1024

/** As it is kept: composed, without blanks around it, one blank between words, symbols in the form that the reader's font has. */
export const tidyTagName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\ufe0e\ufe0f]/gu, '')
    .replace(/[\s\u00a0]+/gu, ' ')
    .trim()

// Controls, marks of direction, zero-width characters, fillers, halves of pairs: what two names could differ by unseen.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u
// Scripts whose letters are drawn alike. A word of one of them is a word; a word of two is a trap (UTS 39, mixed script).
const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/** `name` as `tidyTagName` gives it. Names decide who sees what: one that could be taken for another is refused. */
export function tagNameProblem(name: string): TagNameProblem | null {
  if (unseen.test(name)) return 'invisible'
  if (!seen.test(name)) return 'empty'
  if (Array.from(name).length > LONGEST_TAG_NAME) return 'tooLong'
  const words = name.split(/[^\p{L}\p{M}]+/u)
  if (words.some(word => alike.filter(script => script.test(word)).length > 1)) return 'mixedScripts'
  return null
}

// Small letters drawn like a Latin one in most fonts (UTS 39, confusables), behind foldText: case and compatibility forms are
// gone already. Digits stay apart: "wave 1" and "wave l" are told from each other by those who write "wave 2".
const latinOf = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    ѵ: 'v',
    ӏ: 'l',
    к: 'k',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    ο: 'o',
    α: 'a',
    ι: 'i',
    ν: 'v',
    ρ: 'p',
    υ: 'u',
    κ: 'k',
    τ: 't',
    χ: 'x',
    γ: 'y',
    օ: 'o',
    ս: 'u',
    հ: 'h',
    ո: 'n',
    ց: 'g',
    ı: 'i',
    ɑ: 'a',
    ɡ: 'g',
    ɩ: 'i',
    ʋ: 'v',
    ß: 'ss',
    ς: 'σ',
  }),
)

/** What two names have in common that a reader cannot tell apart. `folded` is foldText of the tidied name. */
export const tagNameLook = (folded: string): string =>
  Array.from(folded.replace(/\s+/gu, ' ').trim(), letter => latinOf.get(letter) ?? letter).join('')
