import { parseJson, readJson } from '../../bytes/json.ts'
import { wholeBytes } from '../../bytes/whole.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { type CveDelta, type CveFile, deltaShape, recordShape } from './cve-schema.ts'

/** The end of a sentence about why a file is no record; what breaks the reading of the bytes themselves is thrown. */
export async function parseRecord(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly ok: CveFile } | { readonly problem: string }> {
  const bytes = await wholeBytes(chunks)
  let value: unknown
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof FeedError) return { problem: `is no record: ${error.message}` }
    if (error instanceof TypeError) return { problem: 'is not UTF-8' }
    throw error
  }
  return recordShape.read(value)
}

/** `delta.json` is one list of changes, of the last update; `deltaLog.json` has those of thirty days. Throws FeedError. */
export async function parseDeltas(chunks: AsyncIterable<Uint8Array>): Promise<CveDelta[]> {
  const value = await readJson(chunks)
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (all.length === 0) throw new FeedError('feed_malformed', 'it is an empty log')
  return all.map(one => {
    const delta = deltaShape.read(one)
    if ('problem' in delta) throw new FeedError('feed_malformed', `the list of changes ${delta.problem}`)
    return delta.ok
  })
}
