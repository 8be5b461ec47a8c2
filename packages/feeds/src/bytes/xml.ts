import { SaxesParser } from 'saxes'
import { FeedError } from '../feed/feed-error.ts'

export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  /** Text inside an element, in as many pieces as it comes in. Always text: `1.10` and `0012` stay what they are (table S7.7). */
  text?(text: string): void
  close?(name: string): void
}

const MAX_DEPTH = 100

/**
 * Reads XML to its end and calls the handler as it comes; after each chunk it gives way, so that what the handler has collected can be
 * passed on. A DOCTYPE is refused before anything in it is read: no feed of ours has one, and it is where entities that expand or fetch
 * are declared (table S7.1, S7.2). Throws FeedError.
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: true })
  let depth = 0
  let elements = 0
  parser.on('error', error => {
    throw new FeedError('feed_malformed', `it is not well-formed XML: ${error.message.slice(0, 200)}`)
  })
  parser.on('doctype', () => {
    throw new FeedError('feed_malformed', 'it has a document type declaration')
  })
  parser.on('opentag', tag => {
    if (++depth > MAX_DEPTH) throw new FeedError('feed_too_large', `it is nested more than ${MAX_DEPTH} deep`)
    elements++
    // Namespaces are not asked for: attributes are plain text.
    handler.open?.(tag.name, tag.attributes as Readonly<Record<string, string>>)
  })
  if (handler.text !== undefined) {
    parser.on('text', text => handler.text?.(text))
    parser.on('cdata', text => handler.text?.(text))
  }
  parser.on('closetag', tag => {
    depth--
    handler.close?.(tag.name)
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) {
    parser.write(decoded(decoder, chunk))
    yield
  }
  parser.write(decoded(decoder))
  parser.close()
  if (elements === 0) throw new FeedError('feed_malformed', 'it is empty')
  yield
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it is not UTF-8', cause)
  }
}
