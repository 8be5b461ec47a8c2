/**
 * The YAML that manifests are written in by their tools: block mappings and sequences of one-line texts. undefined for everything else
 * (aliases, folded texts, comments behind values, keys twice, mistakes): then the real parser has to say. 9,000 versions of 300 packages
 * take 1.4 s of CPU with this, so 10,000 packages in 30 versions 50 s; the real parser's 0.3 ms a file would alone be 200 s. A test holds
 * both together on every real manifest.
 */
export function parsePlainYaml(text: string): unknown {
  if (unusual.test(text)) return undefined
  const lines: Line[] = []
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd()
    const content = line.trimStart()
    if (content === '' || content.startsWith('#')) continue
    lines.push({ indent: line.length - content.length, content })
  }
  const reader = new Reader(lines)
  try {
    return reader.document()
  } catch (error) {
    if (error === UNUSUAL) return undefined
    throw error
  }
}

interface Line {
  readonly indent: number
  readonly content: string
}

/** Tabs, control characters, marks and surrogates: where YAML has rules of its own. */
const unusual = /[^\n\r\x20-\x7e\u00a1-\u1fff\u2030-\ud7ff]|\r(?!\n)/
const UNUSUAL = new Error('not of the plain kind')
const DEEPEST = 12
// Keys of YAML end after 1,024 characters.
const entry = /^([A-Za-z][A-Za-z0-9]{0,99}):(?: +(.*))?$/
const isItem = (line: Line): boolean => line.content.startsWith('- ')

class Reader {
  readonly #lines: Line[]
  #at = 0

  constructor(lines: Line[]) {
    this.#lines = lines
  }

  document(): unknown {
    const first = this.#lines[0]
    if (first === undefined || first.indent !== 0) throw UNUSUAL
    const value = this.#map(0, 0)
    if (this.#at < this.#lines.length) throw UNUSUAL
    return value
  }

  #map(indent: number, depth: number): Record<string, unknown> {
    if (depth > DEEPEST) throw UNUSUAL
    const map: Record<string, unknown> = {}
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      if (line.indent !== indent || isItem(line)) break
      const [, key, value] = entry.exec(line.content) ?? []
      if (key === undefined || Object.hasOwn(map, key)) throw UNUSUAL
      this.#at++
      map[key] = value === undefined ? this.#below(indent, depth + 1) : scalar(value)
    }
    return map
  }

  /** What a key without a value holds: a block that is indented more, or a sequence at its own indentation. */
  #below(indent: number, depth: number): unknown {
    const line = this.#lines[this.#at]
    if (line === undefined || line.indent < indent) throw UNUSUAL
    if (isItem(line)) return this.#sequence(line.indent, depth)
    if (line.indent === indent) throw UNUSUAL
    return this.#whole(this.#map(line.indent, depth), indent)
  }

  #sequence(indent: number, depth: number): unknown[] {
    if (depth > DEEPEST) throw UNUSUAL
    const items: unknown[] = []
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      if (line.indent !== indent || !isItem(line)) break
      const content = line.content.slice(2)
      if (entry.test(content)) {
        this.#lines[this.#at] = { indent: indent + 2, content }
        items.push(this.#map(indent + 2, depth + 1))
      } else {
        this.#at++
        items.push(scalar(content))
      }
    }
    return this.#whole(items, indent)
  }

  /** After a block nothing may be indented more than what it stands in. */
  #whole<T>(value: T, indent: number): T {
    const next = this.#lines[this.#at]
    if (next !== undefined && next.indent > indent) throw UNUSUAL
    return value
  }
}

function scalar(text: string): string {
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'")
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1)
  // No indicator at its beginning, nothing that ends it or makes a key of it.
  if (!/^[A-Za-z0-9/.(+_$=]/.test(text) || / #|: |:$/.test(text) || text === '...') throw UNUSUAL
  return text
}
