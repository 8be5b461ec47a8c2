import { readXml, type XmlHandler } from '../../bytes/xml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { newCapture } from './text-capture.ts'

/** One `<package>` of primary.xml, as it is written; what it requires and lists of files are passed over. */
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
  /** It provides `installonlypkg(…)`: dnf lets several versions stand beside each other. */
  readonly isInstallOnly: boolean
  readonly obsoletes: readonly PrimaryObsoletes[]
}

export interface PrimaryObsoletes {
  readonly name: string
  readonly flags: string
  readonly epoch: string
  readonly version: string
  readonly release: string
}

/** Real packages have up to some hundreds (texlive). */
const MOST_OBSOLETES = 5000

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

type Draft = { -readonly [K in keyof PrimaryPackage]: PrimaryPackage[K] } & { obsoletes: PrimaryObsoletes[] }

function handlerOf(done: (one: PrimaryPackage) => void): XmlHandler {
  const capture = newCapture()
  let depth = 0
  let draft: Draft | null = null
  let relation = ''
  return {
    open(name, attributes) {
      depth++
      if (depth === 1 && name !== 'metadata')
        throw new FeedError('feed_malformed', `it begins with <${name.slice(0, 40)}>`)
      if (depth === 2) draft = name === 'package' ? newDraft() : null
      if (depth < 3 || draft === null) return
      if (depth === 4) {
        if (name === 'rpm:sourcerpm') capture.start()
        relation = name
        return
      }
      if (depth > 4) {
        if (depth === 5 && name === 'rpm:entry') addRelation(draft, relation, attributes)
        return
      }
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

function addRelation(draft: Draft, relation: string, attributes: Readonly<Record<string, string>>): void {
  const { name = '', flags = '', epoch = '', ver: version = '', rel: release = '' } = attributes
  if (relation === 'rpm:obsoletes') {
    if (draft.obsoletes.length < MOST_OBSOLETES) draft.obsoletes.push({ name, flags, epoch, version, release })
  } else if (relation === 'rpm:provides' && /^(?:installonlypkg|multiversion)\(/.test(name)) draft.isInstallOnly = true
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
  isInstallOnly: false,
  obsoletes: [],
})
