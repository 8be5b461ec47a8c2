import { parseJson } from '../../bytes/json.ts'
import { wholeText } from '../../bytes/whole.ts'
import type { DocumentInput } from '../../feed/feed.ts'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedItem } from '../../records/record.ts'
import { recordsOfMonth } from './map.ts'
import { readJsonMonth } from './read-json.ts'
import { readXmlMonth } from './read-xml.ts'

/** A monthly document, XML or JSON by its first character. */
export async function* readMonth({ chunks }: DocumentInput): AsyncGenerator<FeedItem> {
  const text = (await wholeText(chunks)).trimStart()
  if (text === '') throw new FeedError('feed_malformed', 'it is empty')
  const { month, vulnerabilities, rejections } = text.startsWith('<')
    ? { ...(await readXmlMonth(pieces(text))), rejections: [] }
    : readJsonMonth(parseJson(text))
  if (month.products.size === 0) throw new FeedError('feed_malformed', 'it lists no products')
  yield { kind: 'edition', version: month.id.slice(0, 50), publishedAtMs: month.changedAtMs, declared: null }
  yield* rejections
  yield* recordsOfMonth(month, vulnerabilities)
}

const PIECE = 1_000_000

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += PIECE) yield Buffer.from(text.slice(at, at + PIECE))
}
