import { Worker } from 'node:worker_threads'
import { FeedError, type FeedErrorCode } from '../../feed/feed-error.ts'
import type { DocumentLimits, FeedName } from '../../feed/feed.ts'
import { type ReadOptions, requireDocument, type Tally } from '../../feed/read-document.ts'
import type { FeedRecord } from '../../records/record.ts'
import { registry } from '../../feed/registry.ts'
import type { FromWorker, ToWorker } from '../messages.ts'

/**
 * `readDocument` in a thread of its own, which is ended when it has worked for longer or holds more than the document's limits allow:
 * a parser that a hostile document drives into a corner costs that document and nothing else. One batch waits at a time.
 * Throws FeedError.
 */
export async function* readInWorker(
  feed: FeedName,
  document: string,
  read: ReadOptions,
  limits: Pick<DocumentLimits, 'ms' | 'heapMiB'> = requireDocument(registry[feed], document).limits,
): AsyncGenerator<readonly FeedRecord[], Tally> {
  const { chunks, ...rest } = read
  const worker = new Worker(new URL('feed-worker.ts', import.meta.url), {
    workerData: { feed, document, ...rest },
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB },
  })
  const inbox = newInbox(worker)
  const source = chunks[Symbol.asyncIterator]()
  const send = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  let timer: NodeJS.Timeout | undefined
  try {
    let leftMs = limits.ms
    for (;;) {
      // Only while it is the worker's turn: a slow server of the feed or a slow database is not the parser's fault.
      const began = performance.now()
      timer = setTimeout(() => {
        inbox.fail(new FeedError('feed_too_slow', `reading it took more than ${limits.ms} ms`))
      }, leftMs)
      const message: FromWorker = await inbox.next()
      clearTimeout(timer)
      leftMs = Math.max(1, leftMs - (performance.now() - began))
      if (message.kind === 'want') {
        const { done, value } = await source.next()
        if (done === true) send({ kind: 'end' })
        else {
          const copy = Uint8Array.from(value)
          send({ kind: 'chunk', bytes: copy }, [copy.buffer])
        }
      } else if (message.kind === 'records') {
        yield message.records
        send({ kind: 'go' })
      } else if (message.kind === 'done') return message.tally
      else throw new FeedError(message.code, message.message)
    }
  } finally {
    clearTimeout(timer)
    await worker.terminate()
    await source.return?.()
  }
}

function newInbox(worker: Worker) {
  const waiting: FromWorker[] = []
  let failure: FeedError | null = null
  let wake: (() => void) | null = null
  const fail = (error: FeedError) => {
    failure ??= error
    wake?.()
  }
  worker.on('message', (message: FromWorker) => {
    waiting.push(message)
    wake?.()
  })
  worker.on('error', (error: Error & { code?: string }) => {
    const code: FeedErrorCode = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'feed_too_large' : 'feed_malformed'
    fail(new FeedError(code, `reading it failed: ${error.message.slice(0, 200)}`, error))
  })
  worker.on('exit', () => fail(new FeedError('feed_malformed', 'reading it ended before its end')))
  return {
    fail,
    async next(): Promise<FromWorker> {
      for (;;) {
        const message = waiting.shift()
        if (message !== undefined) return message
        if (failure !== null) throw failure
        await new Promise<void>(resolve => {
          wake = resolve
        })
        wake = null
      }
    },
  }
}
