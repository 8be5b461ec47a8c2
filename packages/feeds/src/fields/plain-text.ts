/** Titles and names are one line of at most this many characters; longer ones end in "…". */
export const LONGEST_TITLE = 500
/** Descriptions may have paragraphs. */
export const LONGEST_DESCRIPTION = 4000

// Everything that a terminal or a page could take for more than text: C0 and C1 controls, and marks that turn the direction of reading.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlsInLines = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
const beyondTitles = /[^\x20-\x7e]| {2}/

/** One line without control characters and without blanks around it, of at most `longest` characters. */
export function lineOf(text: string, longest = LONGEST_TITLE): string {
  const start = text.length > longest * 4 ? text.slice(0, longest * 4) : text
  const line = (beyondTitles.test(start) ? start.replace(controls, ' ').replace(/ {2,}/g, ' ') : start).trim()
  return cut(line, longest, start.length < text.length)
}

/** Lines without control characters; blank lines at both ends are gone. */
export function paragraphsOf(text: string, longest = LONGEST_DESCRIPTION): string {
  const start = text.length > longest * 4 ? text.slice(0, longest * 4) : text
  const lines = start.replace(/\r\n?/g, '\n').replace(controlsInLines, ' ').trim()
  return cut(lines, longest, start.length < text.length)
}

function cut(text: string, longest: number, isMore: boolean): string {
  if (text.length <= longest && !isMore) return text.isWellFormed() ? text : text.toWellFormed()
  // Half a character at the cut is taken off, too.
  const kept = text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')
  return `${kept.toWellFormed()}…`
}
