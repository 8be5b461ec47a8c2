import { readXml } from '../../bytes/xml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import { addProduct, type Month, newMonth, newVulnerability, type Vulnerability } from './month.ts'

/** Longest text that is looked at: numbers, names, dates, vectors, lists of replaced KBs. */
const LONGEST = 4000

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Texts of its children, by their names: ProductID comes often. */
  readonly texts: Map<string, string[]>
  text: string
}

/** CVRF 1.1 as Microsoft writes it. Prefixes are not looked at: their names stay, whatever they are bound to. Throws FeedError. */
export async function readXmlMonth(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ month: Month; vulnerabilities: readonly Vulnerability[] }> {
  const month = newMonth()
  const vulnerabilities: Vulnerability[] = []
  const path: Open[] = []
  let current: Vulnerability | null = null
  let root = ''
  const reading = readXml(chunks, {
    open(name, attributes) {
      const local = localName(name)
      if (path.length === 0) root = local
      path.push({ name: local, attributes, texts: new Map(), text: '' })
      if (local === 'Vulnerability') current = newVulnerability()
    },
    text(text) {
      const top = path.at(-1)
      if (top !== undefined && top.text.length < LONGEST) top.text += text.slice(0, LONGEST)
    },
    close() {
      const closed = path.pop()
      if (closed === undefined) return
      const parent = path.at(-1)
      const text = closed.text.trim().slice(0, LONGEST)
      if (parent !== undefined) {
        const texts = parent.texts.get(closed.name)
        if (texts === undefined) parent.texts.set(closed.name, [text])
        else if (texts.length < 5000) texts.push(text)
      }
      if (closed.name === 'Vulnerability' && current !== null) {
        current.cve = one(closed, 'CVE')
        current.title = one(closed, 'Title')
        vulnerabilities.push(current)
        current = null
      } else if (current !== null) intoVulnerability(current, closed, text)
      else intoMonth(month, closed, text, path)
    },
  })
  for await (const _ of reading);
  if (root !== 'cvrfdoc') throw new FeedError('feed_malformed', 'it is no CVRF document')
  return { month, vulnerabilities }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
const one = (open: Open, name: string): string => open.texts.get(name)?.[0] ?? ''

function intoMonth(month: Month, closed: Open, text: string, path: readonly Open[]): void {
  const parent = path.at(-1)?.name
  if (closed.name === 'ID' && parent === 'Identification') month.id = text
  else if (closed.name === 'InitialReleaseDate' && parent === 'DocumentTracking') month.releasedAtMs = instantOf(text)
  else if (closed.name === 'CurrentReleaseDate' && parent === 'DocumentTracking') month.changedAtMs = instantOf(text)
  else if (closed.name === 'FullProductName') {
    const family = path.findLast(open => open.name === 'Branch' && open.attributes['Type'] === 'Product Family')
    addProduct(month, closed.attributes['ProductID'] ?? '', text, family?.attributes['Name'] ?? '')
  }
}

function intoVulnerability(current: Vulnerability, closed: Open, text: string): void {
  const products = closed.texts.get('ProductID') ?? []
  switch (closed.name) {
    case 'CWE':
      current.cwes.push(closed.attributes['ID'] ?? text)
      break
    case 'Threat':
      if (closed.attributes['Type'] === 'Severity')
        current.severities.push({ word: one(closed, 'Description'), products })
      break
    case 'ScoreSet':
      current.scores.push({ vector: one(closed, 'Vector'), products })
      break
    case 'Remediation':
      if (closed.attributes['Type'] !== 'Vendor Fix') break
      current.fixes.push({
        description: one(closed, 'Description'),
        url: one(closed, 'URL'),
        supercedence: one(closed, 'Supercedence'),
        products,
        subType: one(closed, 'SubType'),
        restart: one(closed, 'RestartRequired'),
        fixedBuild: one(closed, 'FixedBuild'),
      })
      break
    case 'Revision':
      current.revisions.push(one(closed, 'Date'))
      break
    default:
  }
}
