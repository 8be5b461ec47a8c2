import { FeedError } from '../feed/feed-error.ts'
import { textLines } from './whole.ts'

/**
 * Lines of a text whose publisher ends each of them with `\n`, also the last: one that does not was cut off. Throws FeedError
 * `feed_malformed` for that (after the lines were given out), for an empty text, and what `textLines` throws.
 */
export async function* closedLines(chunks: AsyncIterable<Uint8Array>, longest?: number): AsyncGenerator<string> {
  const end = { isLine: false, isEmpty: true }
  yield* textLines(watched(chunks, end), longest)
  if (end.isEmpty) throw new FeedError('feed_malformed', 'it is empty')
  if (!end.isLine) throw new FeedError('feed_malformed', 'it is cut off within a line')
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  end: { isLine: boolean; isEmpty: boolean },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (chunk.byteLength > 0) {
      end.isEmpty = false
      end.isLine = chunk[chunk.byteLength - 1] === 0x0a
    }
    yield chunk
  }
}
