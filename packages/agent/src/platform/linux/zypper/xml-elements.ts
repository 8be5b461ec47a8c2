import { SaxesParser } from 'saxes'
import { ParseError } from '../../parse-error.ts'
import { LONGEST_TEXT, MOST_RECORDS } from '../../text-lines.ts'

/** One element with what stands in it; `text` is its own character data, without that of its children. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  text: string
}

const DEEPEST = 32

/**
 * The tree of a small XML document from a tool on this host. Entities beyond XML's five are errors (saxes knows no others), so nothing
 * expands. @throws ParseError `E_PARSE_KIND` when it is not well-formed, `E_PARSE_LIMIT`
 */
export function parseXmlElements(kind: string, text: string): XmlElement {
  if (text.length > LONGEST_TEXT) throw new ParseError('E_PARSE_LIMIT', `${kind}: more than ${LONGEST_TEXT} characters`)
  const parser = new SaxesParser()
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' }
  const open: XmlElement[] = [root]
  let count = 0
  parser.on('error', error => {
    throw new ParseError('E_PARSE_KIND', `${kind}: no well-formed XML (${error.message.slice(0, 120)})`)
  })
  parser.on('opentag', tag => {
    count += 1
    if (open.length > DEEPEST || count > MOST_RECORDS * 4)
      throw new ParseError('E_PARSE_LIMIT', `${kind}: too many or too deep elements`)
    const element: XmlElement = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes)),
      children: [],
      text: '',
    }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const addText = (chunk: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += chunk
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text.trimStart()).close()
  const [document] = root.children
  if (document === undefined) throw new ParseError('E_PARSE_KIND', `${kind}: no element`)
  return document
}

export function* descendants(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of element.children) {
    if (child.name === name) yield child
    yield* descendants(child, name)
  }
}

export function childText(element: XmlElement, name: string): string {
  return element.children.find(child => child.name === name)?.text.trim() ?? ''
}
