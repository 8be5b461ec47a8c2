import { readXml, type XmlHandler } from '../../bytes/xml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { newCapture } from './text-capture.ts'

/** One `<package>` of primary.xml, as it is written; dependencies and lists of files are passed over. */
export interface PrimaryPackage {
  readonly name: string
  readonly arch: string
  readonly epoch: string
  readonly version: string
  readonly release: string
  readonly checksumType: string
  readonly checksum: string
  readonly size: string
  readonly href: string
  readonly sourceRpm: string
}

/** Packages in groups as they come. Throws FeedError. */
export async function* parsePrimary(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly PrimaryPackage[]> {
  let ready: PrimaryPackage[] = []
  const handler = handlerOf(one => ready.push(one))
  for await (const _ of readXml(chunks, handler)) {
    if (ready.length === 0) continue
    const group = ready
    ready = []
    yield group
  }
}

type Draft = { -readonly [K in keyof PrimaryPackage]: PrimaryPackage[K] }

function handlerOf(done: (one: PrimaryPackage) => void): XmlHandler {
  const capture = newCapture()
  let depth = 0
  let draft: Draft | null = null
  return {
    open(name, attributes) {
      depth++
      if (depth === 1 && name !== 'metadata')
        throw new FeedError('feed_malformed', `it begins with <${name.slice(0, 40)}>`)
      if (depth === 2) draft = name === 'package' ? newDraft() : null
      if (depth < 3 || draft === null) return
      if (depth === 4) {
        if (name === 'rpm:sourcerpm') capture.start()
        return
      }
      if (depth > 4) return
      if (name === 'name' || name === 'arch') capture.start()
      else if (name === 'version') {
        draft.epoch = attributes['epoch'] ?? ''
        draft.version = attributes['ver'] ?? ''
        draft.release = attributes['rel'] ?? ''
      } else if (name === 'checksum') {
        draft.checksumType = attributes['type'] ?? ''
        capture.start()
      } else if (name === 'size') draft.size = attributes['package'] ?? ''
      else if (name === 'location') draft.href = attributes['href'] ?? ''
    },
    text: capture.text,
    close(name) {
      if (draft !== null) {
        if (depth === 3 && (name === 'name' || name === 'arch' || name === 'checksum'))
          draft[name] = capture.end().trim()
        else if (depth === 4 && name === 'rpm:sourcerpm') draft.sourceRpm = capture.end().trim()
        else if (depth === 2) {
          done(draft)
          draft = null
        }
      }
      depth--
    },
  }
}

const newDraft = (): Draft => ({
  name: '',
  arch: '',
  epoch: '',
  version: '',
  release: '',
  checksumType: '',
  checksum: '',
  size: '',
  href: '',
  sourceRpm: '',
})
