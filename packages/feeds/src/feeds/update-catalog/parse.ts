import { elementById, elementsOf, type HtmlElement, textOf } from '../../bytes/html.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { FeedItem } from '../../records/record.ts'

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MOST_LISTED = 5000

/** What the page of one update says. Absent fields ("n/a") are ''. */
export interface UpdateDetails {
  readonly title: string
  readonly kb: string
  readonly classification: string
  readonly severity: string
  readonly restart: string
  readonly modifiedAtMs: number | null
  readonly moreInfo: readonly string[]
  /** Titles of the updates that it replaces, and that replace it. */
  readonly supersedes: readonly string[]
  readonly supersededBy: readonly string[]
}

/** Where the site leads to when there is no such update, and what a search says that finds nothing. */
export const isNotFound = (page: HtmlElement): boolean =>
  elementById(page, 'ctl00_catalogBody_thanksNoUpdate') !== null ||
  elementById(page, 'ctl00_catalogBody_noResultText') !== null

/** One Follow for each update found. Throws FeedError where the page is another than the one that is known. */
export function* parseSearch(page: HtmlElement): Generator<FeedItem> {
  const table = elementById(page, 'ctl00_catalogBody_updateMatches')
  const range = /^1 - ([0-9]+) of ([0-9]+) \(page 1 of [0-9]+\)$/.exec(text(page, 'ctl00_catalogBody_searchDuration'))
  if (table === null || range === null) throw changed('a table of updates and their count')
  const found = new Set<string>()
  const items: FeedItem[] = []
  let rows = 0
  for (const row of elementsOf(table)) {
    if (row.name !== 'tr' || row.attributes.get('id') === 'headerRow') continue
    const id = (row.attributes.get('id') ?? '').replace(/_R[0-9]+$/, '')
    rows++
    if (!GUID.test(id)) {
      items.push({ kind: 'rejected', where: `row ${rows}`, reason: 'has no identity of an update' })
      continue
    }
    if (found.has(id)) {
      items.push({ kind: 'rejected', where: id, reason: 'is listed twice' })
      continue
    }
    found.add(id)
    items.push({
      kind: 'follow',
      document: 'details',
      url: `ScopedViewInline.aspx?updateid=${id}`,
      sha256: null,
      bytes: null,
      changedAtMs: cellDay(row, id),
    })
  }
  if (rows !== Number(range[1])) throw changed(`as many rows as it counts, ${range[1]}`)
  yield { kind: 'edition', version: '', publishedAtMs: null, declared: Number(range[2]) }
  yield* items
  if (range[1] !== range[2])
    yield { kind: 'rejected', where: 'further pages', reason: `are not read: ${range[1]} of ${range[2]} updates are` }
}

/** The fifth column. */
function cellDay(row: HtmlElement, id: string): number | null {
  const cell = [...elementsOf(row)].find(
    one => one.name === 'td' && (one.attributes.get('id') ?? '').startsWith(`${id}_C4_`),
  )
  return cell === undefined ? null : americanDay(textOf(cell))
}

/** Throws FeedError where the page is another than the one that is known, or of another update than its address says. */
export function parseDetails(page: HtmlElement, url: string): UpdateDetails {
  const asked = /[?&]updateid=([0-9a-fA-F-]{36})(?:&|$)/.exec(url)?.[1]?.toLowerCase()
  const action = elementById(page, 'scopedViewInline')?.attributes.get('action') ?? ''
  const shown = /[?&]updateid=([0-9a-fA-F-]{36})(?:&|$)/.exec(action)?.[1]?.toLowerCase()
  if (shown === undefined || (asked !== undefined && asked !== shown)) throw changed('the update of its address')
  const title = text(page, 'ScopedViewHandler_titleText')
  if (title === '') throw changed('a title')
  return {
    title,
    kb: labelled(page, 'kbDiv'),
    classification: labelled(page, 'classificationDiv'),
    severity: known(text(page, 'ScopedViewHandler_msrcSeverity')),
    restart: known(text(page, 'ScopedViewHandler_rebootBehavior')),
    modifiedAtMs: americanDay(text(page, 'ScopedViewHandler_date')),
    moreInfo: links(page, 'moreInfoDiv'),
    supersedes: listed(page, 'supersedesInfo'),
    supersededBy: listed(page, 'supersededbyInfo'),
  }
}

function text(page: HtmlElement, id: string): string {
  const element = elementById(page, id)
  return element === null ? '' : textOf(element)
}

/** What stands behind the label in a box. A box that is not there is a page that has changed: '' would be a statement. */
function labelled(page: HtmlElement, id: string): string {
  const box = elementById(page, id)
  if (box === null) throw changed(`a box "${id}"`)
  const rest = box.children.filter(
    child => typeof child === 'string' || !/\blabelTitle\b/.test(child.attributes.get('class') ?? ''),
  )
  return known(textOf({ name: '', attributes: new Map(), children: rest }))
}

const known = (value: string): string => (value.toLowerCase() === 'n/a' ? '' : value)

function links(page: HtmlElement, id: string): readonly string[] {
  const box = elementById(page, id)
  if (box === null) return []
  const urls = [...elementsOf(box)].map(one => (one.name === 'a' ? publicUrl(one.attributes.get('href') ?? '') : ''))
  return urls.filter(url => url !== '').slice(0, 20)
}

/** One title for each box inside; the word "n/a" for none. */
function listed(page: HtmlElement, id: string): readonly string[] {
  const box = elementById(page, id)
  if (box === null) throw changed(`a list "${id}"`)
  const entries = box.children.filter(child => typeof child !== 'string')
  if (entries.length === 0 && known(textOf(box)) !== '') throw changed(`a list "${id}" of boxes`)
  if (entries.length > MOST_LISTED) throw new FeedError('feed_too_large', `it lists more than ${MOST_LISTED} updates`)
  return entries.map(textOf)
}

/** 4/11/2023, month first. */
function americanDay(day: string): number | null {
  const match = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/.exec(day)
  if (match === null) return null
  return instantOf(`${match[3]}-${(match[1] ?? '').padStart(2, '0')}-${(match[2] ?? '').padStart(2, '0')}`)
}

const changed = (what: string): FeedError =>
  new FeedError('feed_malformed', `it is not the page that is known: it lacks ${what}`)
