import { readXml, type XmlHandler } from '../../bytes/xml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { newCapture } from './text-capture.ts'

export interface Repomd {
  readonly revision: string
  readonly data: readonly RepomdData[]
}

/** One file, as it is written. */
export interface RepomdData {
  readonly type: string
  readonly href: string
  readonly checksumType: string
  readonly checksum: string
  readonly size: string
  readonly timestamp: string
}

/** repomd.xml names about twenty files. */
const MOST_FILES = 1000

/** Throws FeedError. */
export async function parseRepomd(chunks: AsyncIterable<Uint8Array>): Promise<Repomd> {
  const found: { revision: string; data: RepomdData[] } = { revision: '', data: [] }
  for await (const _ of readXml(chunks, handlerOf(found)));
  return found
}

function handlerOf(found: { revision: string; data: RepomdData[] }): XmlHandler {
  const capture = newCapture()
  let depth = 0
  let draft: { -readonly [K in keyof RepomdData]: RepomdData[K] } | null = null
  return {
    open(name, attributes) {
      depth++
      if (depth === 1 && name !== 'repomd')
        throw new FeedError('feed_malformed', `it begins with <${name.slice(0, 40)}>`)
      if (depth === 2 && name === 'data') {
        draft = { type: attributes['type'] ?? '', href: '', checksumType: '', checksum: '', size: '', timestamp: '' }
        if (found.data.length === MOST_FILES)
          throw new FeedError('feed_too_large', `it names more than ${MOST_FILES} files`)
        found.data.push(draft)
      }
      if (depth === 2 && name === 'revision') capture.start()
      if (depth !== 3 || draft === null) return
      if (name === 'location') draft.href = attributes['href'] ?? ''
      else if (name === 'checksum') draft.checksumType = attributes['type'] ?? ''
      if (name === 'checksum' || name === 'size' || name === 'timestamp') capture.start()
    },
    text: capture.text,
    close(name) {
      if (depth === 2) {
        if (name === 'revision') found.revision = capture.end()
        draft = null
      } else if (depth === 3 && draft !== null && (name === 'checksum' || name === 'size' || name === 'timestamp'))
        draft[name] = capture.end().trim()
      depth--
    },
  }
}
