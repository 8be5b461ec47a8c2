export type ParseErrorCode =
  /** The text is not of this kind at all. */
  | 'E_PARSE_KIND'
  /** The text is of this kind, but one line is not what the tool writes. */
  | 'E_PARSE_LINE'
  /** The text passes a limit. */
  | 'E_PARSE_LIMIT'
  /** No parser has this name. */
  | 'E_PARSE_UNKNOWN_KIND'

/** The only error a parser throws. */
export class ParseError extends Error {
  readonly code: ParseErrorCode

  constructor(code: ParseErrorCode, message: string) {
    super(message)
    this.name = 'ParseError'
    this.code = code
  }
}

/** `lineNumber` counts from 1; the line itself is quoted short and printable. */
export function badLine(kind: string, lineNumber: number, line: string): ParseError {
  return new ParseError(
    'E_PARSE_LINE',
    `${kind}: line ${lineNumber} is not understood: ${JSON.stringify(line.slice(0, 80))}`,
  )
}

export function notOfKind(kind: string, expected: string): ParseError {
  return new ParseError('E_PARSE_KIND', `this is not the output of ${kind}: ${expected}`)
}
