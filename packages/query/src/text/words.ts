import { foldText } from './fold.ts'

const word = /[\p{L}\p{N}\p{M}]+/gu

/** The folded words of a text in order: runs of letters, marks and digits; everything else stands between words. */
export const wordsOf = (text: string): string[] => foldText(text).match(word) ?? []

/**
 * The words as one text with a blank before, between and behind them; '' where there is none. "These words next to each other
 * and in order" is then "contains this text", which an index on trigrams answers.
 */
export const wordLine = (text: string): string => {
  const words = wordsOf(text)
  return words.length === 0 ? '' : ` ${words.join(' ')} `
}
