interface Fix {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The text with one part replaced. */
export const fixed = (text: string, { from, to, insert }: Fix): string =>
  `${text.slice(0, from)}${insert}${text.slice(to)}`
