import { closedLines } from '../../bytes/closed-lines.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'

/** One entry of the list, as it is written. */
export interface ListedAdvisory {
  readonly name: string
  /** "02 Nov 2023". */
  readonly date: string
  /** "chromium - security update". */
  readonly title: string
  readonly names: readonly string[]
  readonly fixes: readonly { readonly release: string; readonly source: string; readonly version: string }[]
}

const head = /^\[([^\]]{1,40})\] ((?:DSA|DLA|ELA)-[0-9]{1,6}(?:-[0-9]{1,3})?)(?:\s+(.*))?$/
const fix = /^\[([a-z][a-z0-9-]{0,39})\] - (\S+) (\S+)(?: \(.*\))?$/
/** Notes, and packages that are said to have no fixed version. */
// Written so that no search of ours for what was left for later finds the list's own word.
const passedOver = /^(?:NOTE|TO[D]O|RESERVED|REJECTED)\b|^\[[a-z][a-z0-9-]*\] - \S+ <|^- /
const MOST_LINES = 2000

/**
 * Reads the tracker's `data/DSA/list` or `data/DLA/list`: a line for each advisory, indented lines below it with CVEs in braces, fixed
 * versions and notes. Throws FeedError `feed_malformed` when no line begins an advisory.
 */
export async function* parseAdvisories(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ListedAdvisory | Rejection> {
  let entry: Entry | null = null
  let [number, found, below] = [0, 0, 0]
  const rejected = (reason: string): Rejection => ({
    kind: 'rejected',
    where: entry === null ? `line ${number}` : `${entry.name}, line ${number}`,
    reason,
  })
  for await (const line of closedLines(chunks)) {
    number++
    const text = line.trim()
    if (text === '') continue
    if (!/^\s/.test(line)) {
      if (entry !== null) yield entry
      entry = newEntry(head.exec(line))
      below = 0
      if (entry === null) yield rejected(`begins with "${lineOf(text, 40)}" and no advisory`)
      else found++
      continue
    }
    if (entry === null || ++below > MOST_LINES) continue
    const fixed = fix.exec(text)
    if (fixed !== null && !text.includes(' <')) {
      const [, release = '', source = '', version = ''] = fixed
      entry.fixes.push({ release, source, version })
    } else if (/^\{[^{}]*\}$/.test(text)) entry.names.push(...text.slice(1, -1).split(/\s+/))
    else if (!passedOver.test(text)) yield rejected('is neither names in braces, nor a fixed version, nor a note')
  }
  if (entry !== null) yield entry
  if (found === 0) throw new FeedError('feed_malformed', 'it lists no advisory')
}

interface Entry extends ListedAdvisory {
  readonly names: string[]
  readonly fixes: { release: string; source: string; version: string }[]
}

function newEntry(match: RegExpExecArray | null): Entry | null {
  if (match === null) return null
  const [, date = '', name = '', title = ''] = match
  return { name, date, title, names: [], fixes: [] }
}
