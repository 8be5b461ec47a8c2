import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { FeedError } from '../feed/feed-error.ts'

export interface Member {
  readonly path: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Files of a zip archive in the order of its directory; folders are passed over. Sizes that its directory tells must be true. Throws FeedError. */
export async function* zipMembers(archive: Uint8Array): AsyncGenerator<Member> {
  const zip = await opened(archive)
  try {
    for (;;) {
      const entry = await nextEntry(zip)
      if (entry === null) return
      if (!entry.fileName.endsWith('/')) yield { path: entry.fileName, chunks: contents(zip, entry) }
    }
  } finally {
    zip.close()
  }
}

const broken = (cause: unknown): FeedError =>
  cause instanceof FeedError ? cause : new FeedError('feed_malformed', 'its zip archive is broken', cause)

const opened = (archive: Uint8Array): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
    fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error !== null) reject(broken(error))
      else resolve(zip)
    })
  })

const nextEntry = (zip: ZipFile): Promise<Entry | null> =>
  new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners()
      then()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(null)))
    zip.once('error', (error: unknown) => settle(() => reject(broken(error))))
    zip.readEntry()
  })

async function* contents(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream = await new Promise<AsyncIterable<Uint8Array>>((resolve, reject) => {
    zip.openReadStream(entry, (error, opening) => {
      if (error !== null) reject(broken(error))
      else resolve(opening as AsyncIterable<Uint8Array>)
    })
  })
  try {
    yield* stream
  } catch (cause) {
    throw broken(cause)
  }
}
