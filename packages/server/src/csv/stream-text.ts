import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'

/** Writes a piece and waits while the reader is slower. Throws {@link ReaderGone} when nobody reads any more. */
export type WriteText = (text: string) => Promise<void>

/** The client went away: nothing failed, nothing is left to do. */
export class ReaderGone extends Error {
  readonly code = 'reader_gone'
}

const AHEAD_BYTES = 256 * 1024

/**
 * The body of an answer that is written while it is made. Resolves with the first piece: whatever fails before it is thrown, and
 * becomes an ordinary problem. What fails later destroys the stream and with it the connection, so that no client takes a
 * broken file for a whole one. `onLateFailure` is told; nobody else can be.
 */
export async function streamText(
  produce: (write: WriteText) => Promise<void>,
  onLateFailure: (error: unknown) => void,
): Promise<Readable> {
  const body = new PassThrough({ highWaterMark: AHEAD_BYTES })
  const began = Promise.withResolvers<void>()
  let hasBegun = false
  const write: WriteText = async text => {
    hasBegun = true
    began.resolve()
    if (body.destroyed) throw new ReaderGone()
    if (body.write(text)) return
    const over = new AbortController()
    try {
      await Promise.race([once(body, 'drain', over), once(body, 'close', over)])
    } finally {
      over.abort()
    }
    if (body.destroyed) throw new ReaderGone()
  }
  const produced = produce(write).then(
    () => void body.end(),
    (error: unknown) => {
      if (!hasBegun) throw error
      if (!(error instanceof ReaderGone)) onLateFailure(error)
      body.destroy(error instanceof Error ? error : new Error(String(error)))
    },
  )
  await Promise.race([began.promise, produced])
  return body
}
