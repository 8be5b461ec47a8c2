import { foldText, wordLine } from '@patchyard/query'
import type { Row } from './copy-rows.ts'

const known = new Map<string, { readonly folded: string; readonly words: string }>()

/** A text with the columns that are computed from it, made by the functions with which the product makes them. */
export function textColumns(column: string, text: string): Row {
  return { [column]: text, ...computedColumns(column, text) }
}

export function computedColumns(column: string, text: string): Row {
  let made = known.get(text)
  if (made === undefined) {
    made = { folded: foldText(text), words: wordLine(text) }
    // Names of hosts come once; operating systems and vendors a hundred thousand times.
    if (known.size < 100_000) known.set(text, made)
  }
  return { [`${column}_folded`]: made.folded, [`${column}_words`]: made.words }
}
