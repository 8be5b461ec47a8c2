import { FeedError } from '../feed/feed-error.ts'
import { wholeText } from './whole.ts'

/** Real feeds nest up to 20 deep (CSAF product trees); what walks a document recursively needs an end. */
export const MAX_JSON_DEPTH = 100

/** One JSON document. Throws FeedError: `feed_malformed` when it is none, `feed_too_large` when nested more than 100 deep. */
export async function readJson(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  return parseJson(await wholeText(chunks))
}

export function parseJson(text: string): unknown {
  checkDepth(text)
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it is not JSON', cause)
  }
}

function checkDepth(text: string): void {
  let depth = 0
  let inText = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inText) {
      if (c === 0x5c) i++
      else if (c === 0x22) inText = false
    } else if (c === 0x22) inText = true
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > MAX_JSON_DEPTH)
        throw new FeedError('feed_too_large', `it is nested more than ${MAX_JSON_DEPTH} deep`)
    } else if (c === 0x7d || c === 0x5d) depth--
  }
}
