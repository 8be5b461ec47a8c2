/** `name` null: a text; otherwise the place of an element. */
type Part = { readonly name: null; readonly text: string } | { readonly name: string }

// No text of ours holds these (i18n/texts.test.ts), and what people or machines wrote is never put into the text here.
const MARK = '\u0001'

/** The texts and places of a sentence in their order. */
export function sentenceParts(write: (places: Record<string, string>) => string, names: readonly string[]): Part[] {
  const written = write(Object.fromEntries(names.map(name => [name, `${MARK}${name}${MARK}`])))
  return written
    .split(MARK)
    .map((piece, n): Part => (n % 2 === 1 ? { name: piece } : { name: null, text: piece }))
    .filter(part => part.name !== null || part.text !== '')
}
