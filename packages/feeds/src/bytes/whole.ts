import { FeedError } from '../feed/feed-error.ts'

export async function wholeBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}

/**
 * UTF-8 alone, with or without its byte order mark: feeds in other encodings are not what their publishers offer, and what would be read
 * of them is not what they say. Throws FeedError `feed_malformed`.
 */
export async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = await wholeBytes(chunks)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it is not UTF-8', cause)
  }
}

/** Lines without their ends (`\n` or `\r\n`), UTF-8 as in `wholeText`. Throws FeedError `feed_too_large` for a line above `longest` characters. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>, longest = 1_000_000): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch (cause) {
      throw new FeedError('feed_malformed', 'it is not UTF-8', cause)
    }
  }
  for await (const chunk of chunks) {
    const lines = (rest + decode(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longest) throw new FeedError('feed_too_large', `a line is longer than ${longest} characters`)
    for (const line of lines) yield withoutReturn(line)
  }
  rest += decode()
  if (rest !== '') yield withoutReturn(rest)
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
