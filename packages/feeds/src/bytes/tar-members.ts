import { Readable } from 'node:stream'
import { createTarDecoder } from 'modern-tar'
import { FeedError } from '../feed/feed-error.ts'
import type { Member } from './zip-members.ts'

/** Files of a tar archive in its order; links, folders and devices are passed over. Each must be read before the next. Throws FeedError. */
export async function* tarMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  try {
    const entries = Readable.toWeb(Readable.from(chunks)).pipeThrough(createTarDecoder({ strict: true }))
    for await (const { header, body } of entries) {
      if (header.type === 'file') yield { path: header.name, chunks: body }
      else await body.cancel()
    }
  } catch (cause) {
    if (cause instanceof FeedError) throw cause
    throw new FeedError('feed_malformed', 'its tar archive is broken', cause)
  }
}
