// Kinds of UTF-16 code units in a query. -1 stands for the end of the text, as Lezer has it.

/** What the grammar's @whitespace covers. */
export const isBlank = (unit: number): boolean =>
  unit === 32 ||
  (unit >= 9 && unit <= 13) ||
  unit === 133 ||
  unit === 160 ||
  unit === 5760 ||
  (unit >= 8192 && unit <= 8202) ||
  unit === 8232 ||
  unit === 8233 ||
  unit === 8239 ||
  unit === 8287 ||
  unit === 12_288

export const QUOTE = 34
export const BACKTICK = 96
export const BACKSLASH = 92
export const COMMA = 44
export const DOT = 46
export const COLON = 58
export const EQUALS = 61
export const OPEN_BRACKET = 91

/** `( ) [ ]` */
export const isBracket = (unit: number): boolean => unit === 40 || unit === 41 || unit === 91 || unit === 93

/** `: < > =` */
export const isOperatorSign = (unit: number): boolean => unit >= 58 && unit <= 62 && unit !== 59

/** Ends a word wherever it stands. */
export const endsWord = (unit: number): boolean =>
  unit === -1 || isBlank(unit) || isBracket(unit) || unit === QUOTE || unit === BACKTICK

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isLatin = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90)

/** Letters of any script, so that an unknown name is reported whole. */
export const beginsName = (unit: number): boolean => isLatin(unit) || unit === 95 || (unit > 127 && !isBlank(unit))
export const isInName = (unit: number): boolean => beginsName(unit) || isDigit(unit) || unit === DOT || unit === 45

export const isHex = (unit: number): boolean =>
  isDigit(unit) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70)
