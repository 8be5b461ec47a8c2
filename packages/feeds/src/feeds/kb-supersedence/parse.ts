import { kbNumber } from '@patchyard/domain'
import { type CsvRow, readCsv } from '../../bytes/csv.ts'
import type { DocumentInput } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { instantOf } from '../../fields/instants.ts'
import type { Edition, FeedItem, Rejection } from '../../records/record.ts'
import { KbRows } from './map.ts'

/** "Exploits" and "Impact" are not read. */
const COLUMNS = ['DatePosted', 'CVE', 'BulletinKB', 'AffectedProduct', 'Severity', 'Supersedes'] as const
/** More than there were in seventeen years, thrice. */
const MOST_ROWS = 2_000_000
const LONGEST_PRODUCT = 200

/** Members of the archive that are not the table: rows that the project has added by hand, and a line with its version. */
const OTHERS = /^(?:Custom_[0-9]+\.csv|Version_[0-9.]+\.txt)$/

export async function* readKbTable(input: DocumentInput): AsyncGenerator<FeedItem> {
  if (OTHERS.test(input.member)) return
  const rows = new KbRows()
  const passed = { withoutKb: 0, withoutNumber: 0 }
  for await (const row of readCsv(input.chunks, { columns: COLUMNS, longestRow: 100_000 })) {
    if (row.kind === 'rejected') {
      yield row
      continue
    }
    if (row.number > MOST_ROWS) throw new FeedError('feed_too_large', `it has more than ${MOST_ROWS} rows`)
    const rejection = add(rows, row, passed)
    if (rejection !== null) yield rejection
  }
  yield editionOf(input)
  yield* rows.records()
  for (const rejection of counted(passed, rows.selfReferences)) yield rejection
}

function add(rows: KbRows, row: CsvRow, passed: { withoutKb: number; withoutNumber: number }): Rejection | null {
  const reject = (reason: string): Rejection => ({ kind: 'rejected', where: `row ${row.number}`, reason })
  const {
    DatePosted = '',
    CVE = '',
    BulletinKB = '',
    AffectedProduct = '',
    Severity = '',
    Supersedes = '',
  } = row.values
  if (BulletinKB.trim() === '') {
    passed.withoutKb++
    return null
  }
  const number = kbNumber(BulletinKB)
  if (number === null) {
    passed.withoutNumber++
    return null
  }
  const date = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(DatePosted)
  const postedAtMs = date === null ? null : instantOf(`${date[1]}-${date[2]}-${date[3]}`)
  if (postedAtMs === null) return reject('has a date that is none')
  const product = AffectedProduct.trim()
  if (product.length > LONGEST_PRODUCT) return reject('has a product with a name that is too long')
  try {
    rows.add({ number, product, postedAtMs, cve: CVE.trim(), severity: Severity.trim(), supersedes: Supersedes })
    return null
  } catch (error) {
    if (error instanceof RangeError) return reject('has a product without a name')
    throw error
  }
}

/** The day is in the member's name: CVEs_20260628.csv. */
function editionOf({ member, url }: DocumentInput): Edition {
  const date = /CVEs_([0-9]{4})([0-9]{2})([0-9]{2})\.csv$/.exec(member === '' ? url : member)
  const publishedAtMs = date === null ? null : instantOf(`${date[1]}-${date[2]}-${date[3]}`)
  const version = publishedAtMs === null ? '' : `${date?.[1]}-${date?.[2]}-${date?.[3]}`
  return { kind: 'edition', version, publishedAtMs, declared: null }
}

/** A quarter of the table is about things that have no KB: one line for all of them, with their count. */
function counted(passed: { withoutKb: number; withoutNumber: number }, selfReferences: number): Rejection[] {
  const lines: readonly (readonly [number, string])[] = [
    [passed.withoutKb, 'name no KB'],
    [passed.withoutNumber, 'name as KB what is none ("Release Notes", names of Linux packages)'],
    [selfReferences, 'say that a KB replaces itself'],
  ]
  return lines
    .filter(([count]) => count > 0)
    .map(([count, what]) => ({ kind: 'rejected', where: `${count} rows`, reason: what }))
}
