import { type Row, rowText, sectionDigest } from '@patchyard/protocol'

/** Rows as the journal keeps them: their texts, each followed by LF. JSON's texts have no LF of their own. */
export function packRows(rows: readonly Row[]): { text: string; digest: string } {
  const texts = rows.map(rowText)
  return { text: texts.map(one => `${one}\n`).join(''), digest: sectionDigest(texts) }
}

/** Written by `packRows`, so it is not checked again. */
export function unpackRows(text: string): Row[] {
  return text === ''
    ? []
    : text
        .slice(0, -1)
        .split('\n')
        .map(line => JSON.parse(line) as Row)
}
