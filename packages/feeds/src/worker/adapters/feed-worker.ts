// Runs in a worker thread: asks for bytes when its parser wants some, gives a batch of records and waits until it was taken.
import { parentPort, workerData } from 'node:worker_threads'
import { FeedError } from '../../feed/feed-error.ts'
import type { FeedName } from '../../feed/feed.ts'
import { readDocument, type ReadOptions } from '../../feed/read-document.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { loadFeed } from '../../feed/load-feed.ts'
import type { FromWorker, ToWorker } from '../messages.ts'

type Data = Omit<ReadOptions, 'chunks'> & { readonly feed: FeedName; readonly document: string }

const port = parentPort
if (port === null) throw new Error('this file is a worker')
const { feed, document, ...rest } = workerData as Data
const say = (message: FromWorker) => port.postMessage(message)

let answer: ((message: ToWorker) => void) | null = null
port.on('message', (message: ToWorker) => answer?.(message))
const ask = (message: FromWorker): Promise<ToWorker> =>
  new Promise(resolve => {
    answer = resolve
    say(message)
  })

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const message = await ask({ kind: 'want' })
    if (message.kind !== 'chunk') return
    yield message.bytes
  }
}

try {
  const reading = readDocument(await loadFeed(feed), document, { ...rest, chunks: chunks() })
  for (;;) {
    const { done, value } = await reading.next()
    if (done === true) {
      say({ kind: 'done', tally: value })
      break
    }
    await ask({ kind: 'records', records: value })
  }
} catch (error: unknown) {
  const known = error instanceof FeedError
  say({
    kind: 'failed',
    code: known ? error.code : 'feed_malformed',
    // Messages repeat a few words of the document: one line, and nothing that a database or a terminal cannot take.
    message: lineOf(known ? error.message : `reading it failed: ${String(error)}`),
  })
}
port.close()
