import { FeedError } from '../feed/feed-error.ts'

/** The same chunks, and FeedError `feed_too_large` once they are more than `bytes`: after unpacking, that is what stops a bomb. */
export async function* capped(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
  what: string,
): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of chunks) {
    seen += chunk.byteLength
    if (seen > bytes) throw new FeedError('feed_too_large', `${what} is larger than the ${bytes} bytes it may have`)
    yield chunk
  }
}
