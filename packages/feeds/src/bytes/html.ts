import { FeedError } from '../feed/feed-error.ts'

export interface HtmlElement {
  /** Lower case; '' for the document. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: (HtmlElement | string)[]
}

const MAX_DEPTH = 200
const MAX_ELEMENTS = 200_000
/** Elements without an end (HTML 13.1.2). */
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])
const RAW = new Set(['script', 'style', 'textarea', 'title'])
const TAG = /<![^>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/y
const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>=]+)))?/g
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  reg: '®',
  copy: '©',
}

/**
 * A page as a tree, for pages that a program has written: elements end where their tags say, and what is left open ends with the element around
 * it. It repairs nothing as browsers do: a page that closes what was never open is refused, since its tree would be a guess. Texts of scripts and styles
 * are left out. Throws FeedError.
 */
export function readHtml(text: string): HtmlElement {
  const root: HtmlElement = { name: '', attributes: new Map(), children: [] }
  const open: HtmlElement[] = [root]
  let elements = 0
  let at = 0
  const top = (): HtmlElement => open.at(-1) ?? root
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next !== at) top().children.push(decoded(text.slice(at, next === -1 ? text.length : next)))
    if (next === -1) break
    if (text.startsWith('<!--', next)) {
      const end = text.indexOf('-->', next + 4)
      if (end === -1) throw new FeedError('feed_malformed', 'it has a comment without an end')
      at = end + 3
      continue
    }
    TAG.lastIndex = next
    const match = TAG.exec(text)
    if (match === null) throw new FeedError('feed_malformed', `it is no HTML at character ${next}`)
    at = TAG.lastIndex
    const [, slash, rawName, rest = ''] = match
    if (rawName === undefined) continue
    const name = rawName.toLowerCase()
    if (slash === '/') {
      close(open, name)
      continue
    }
    if (++elements > MAX_ELEMENTS) throw new FeedError('feed_too_large', `it has more than ${MAX_ELEMENTS} elements`)
    const element: HtmlElement = { name, attributes: attributesOf(rest), children: [] }
    top().children.push(element)
    if (VOID.has(name) || rest.endsWith('/')) continue
    if (RAW.has(name)) {
      at = endOfRaw(text, at, name)
      continue
    }
    open.push(element)
    if (open.length > MAX_DEPTH) throw new FeedError('feed_too_large', `it is nested more than ${MAX_DEPTH} deep`)
  }
  return root
}

function close(open: HtmlElement[], name: string): void {
  const place = open.findLastIndex(element => element.name === name)
  if (place <= 0) throw new FeedError('feed_malformed', `it closes <${name.slice(0, 20)}>, which is not open`)
  open.length = place
}

function endOfRaw(text: string, from: number, name: string): number {
  const end = new RegExp(`</${name}\\s*>`, 'ig')
  end.lastIndex = from
  if (end.exec(text) === null) throw new FeedError('feed_malformed', `its <${name}> has no end`)
  return end.lastIndex
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', a, b, c] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, decoded(a ?? b ?? c ?? ''))
  }
  return attributes
}

const decoded = (text: string): string =>
  text.replace(
    /&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g,
    (whole: string, ...groups: (string | undefined)[]) => {
      const [decimal, hex = '', name] = groups
      if (name !== undefined) return ENTITIES[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
    },
  )

/** Every element below, in the order of the page. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    yield child
    yield* elementsOf(child)
  }
}

/** null: there is none. Two with one id are FeedError `feed_malformed`: which one is meant would be a guess. */
export function elementById(root: HtmlElement, id: string): HtmlElement | null {
  let found: HtmlElement | null = null
  for (const element of elementsOf(root)) {
    if (element.attributes.get('id') !== id) continue
    if (found !== null) throw new FeedError('feed_malformed', `it has two elements "${id}"`)
    found = element
  }
  return found
}

/** All text below in one line. */
export const textOf = (element: HtmlElement): string => pieces(element).replace(/\s+/g, ' ').trim()

const pieces = (element: HtmlElement): string =>
  element.children.map(child => (typeof child === 'string' ? child : pieces(child))).join('')
