import { ParseError } from './parse-error.ts'

/** Largest text a parser takes, in UTF-16 units: `dpkg-query` of 60,000 packages is 6 million. */
export const LONGEST_TEXT = 64 * 1024 * 1024
/** apt's "Inst" lines with many breaks reach some thousand characters. */
export const LONGEST_LINE = 256 * 1024
export const MOST_RECORDS = 200_000

/** Lines without their ends (LF, CRLF). A last line without an end counts, an empty rest does not. @throws ParseError `E_PARSE_LIMIT` */
export function textLines(kind: string, text: string): string[] {
  if (text.length > LONGEST_TEXT) throw tooMuch(kind, `more than ${LONGEST_TEXT} characters`)
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > MOST_RECORDS * 4) throw tooMuch(kind, `more than ${MOST_RECORDS * 4} lines`)
  return lines.map(line => {
    if (line.length > LONGEST_LINE) throw tooMuch(kind, `a line longer than ${LONGEST_LINE} characters`)
    return line.endsWith('\r') ? line.slice(0, -1) : line
  })
}

/** Appends, up to the limit of records. */
export function addRecord<T>(kind: string, records: T[], record: T): void {
  if (records.length >= MOST_RECORDS) throw tooMuch(kind, `more than ${MOST_RECORDS} records`)
  records.push(record)
}

function tooMuch(kind: string, what: string): ParseError {
  return new ParseError('E_PARSE_LIMIT', `${kind}: ${what}`)
}
