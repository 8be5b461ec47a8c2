import { notOfKind } from '../../parse-error.ts'
import { addRecord, textLines } from '../../text-lines.ts'

/** One paragraph of a deb822 text; field names lower case, continuation lines joined by LF. */
export type Stanza = ReadonlyMap<string, string>

/** Reads deb822 paragraphs (`apt-cache show`, `apt-get indextargets`, extended_states, *.sources). @throws ParseError */
export function parseStanzas(kind: string, text: string): Stanza[] {
  const stanzas: Stanza[] = []
  let fields: Map<string, string> | null = null
  let last = ''
  textLines(kind, text).forEach(line => {
    if (line.trim() === '') {
      fields = null
      return
    }
    if (line.startsWith('#')) return
    if (/^[ \t]/.test(line)) {
      // A continuation before any field belongs to nothing.
      if (fields !== null) fields.set(last, `${fields.get(last) ?? ''}\n${line.trim()}`)
      return
    }
    const colon = line.indexOf(':')
    if (colon < 1) throw notOfKind(kind, 'a line is neither "Field: value" nor a continuation')
    if (fields === null) {
      fields = new Map()
      addRecord(kind, stanzas, fields)
    }
    last = line.slice(0, colon).toLowerCase()
    fields.set(last, line.slice(colon + 1).trim())
  })
  return stanzas
}
