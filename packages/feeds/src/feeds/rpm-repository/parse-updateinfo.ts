import { readXml, type XmlHandler } from '../../bytes/xml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { newCapture } from './text-capture.ts'

/** One `<update>`, as it is written. */
export interface Update {
  readonly type: string
  readonly status: string
  readonly id: string
  readonly title: string
  readonly issued: string
  readonly updated: string
  readonly severity: string
  readonly references: readonly UpdateReference[]
  readonly rebootSuggested: boolean
  readonly packages: readonly UpdatePackage[]
}

export interface UpdateReference {
  readonly href: string
  readonly id: string
  readonly type: string
  readonly title: string
}

export interface UpdatePackage {
  readonly name: string
  readonly epoch: string
  readonly version: string
  readonly release: string
  readonly arch: string
  /** "nodejs:18"; '' outside of modules. */
  readonly module: string
}

/** A kernel of Amazon Linux names 40 packages, Fedora's largest updates (KDE) 3,000 on all architectures together. */
const MOST_PACKAGES = 20_000
const MOST_REFERENCES = 5000

/** Updates in groups as they come. Throws FeedError. */
export async function* parseUpdateinfo(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Update[]> {
  let ready: Update[] = []
  const handler = handlerOf(update => ready.push(update))
  for await (const _ of readXml(chunks, handler)) {
    if (ready.length === 0) continue
    const group = ready
    ready = []
    yield group
  }
}

type Draft = { -readonly [K in keyof Update]: Update[K] } & {
  references: UpdateReference[]
  packages: UpdatePackage[]
}
type TextField = 'id' | 'title' | 'severity'

const isTextField = (name: string): name is TextField => name === 'id' || name === 'title' || name === 'severity'

/** libsolv takes an empty element for no: the text has to begin as "True" or "1" do. */
const isYes = (text: string): boolean => /^\s*[Tt1]/.test(text)

function handlerOf(done: (update: Update) => void): XmlHandler {
  const capture = newCapture()
  let depth = 0
  let draft: Draft | null = null
  let module = ''
  let collectionFrom = 0
  return {
    open(name, attributes) {
      depth++
      if (depth === 1) {
        if (name !== 'updates') throw new FeedError('feed_malformed', `it begins with <${name.slice(0, 40)}>`)
        return
      }
      if (depth === 2) {
        if (name === 'update') draft = newDraft(attributes)
        return
      }
      if (draft === null) return
      // The names that are most frequent come first.
      if (name === 'package') {
        if (draft.packages.length < MOST_PACKAGES) draft.packages.push(packageOf(attributes))
      } else if (name === 'reference') {
        if (draft.references.length < MOST_REFERENCES) draft.references.push(referenceOf(attributes))
      } else if (name === 'reboot_suggested' || (depth === 3 && isTextField(name))) capture.start()
      else if (name === 'issued') draft.issued = attributes['date'] ?? ''
      else if (name === 'updated') draft.updated = attributes['date'] ?? ''
      else if (name === 'collection') {
        collectionFrom = draft.packages.length
        module = ''
      } else if (name === 'module') module = `${attributes['name'] ?? ''}:${attributes['stream'] ?? ''}`
    },
    text: capture.text,
    close(name) {
      if (draft !== null) {
        if (name === 'reboot_suggested') draft.rebootSuggested ||= isYes(capture.end())
        else if (depth === 3 && isTextField(name)) draft[name] = capture.end().trim()
        else if (name === 'collection') setModule(draft.packages, collectionFrom, module)
        else if (depth === 2) {
          done(draft)
          draft = null
        }
      }
      depth--
    },
  }
}

type Attributes = Readonly<Record<string, string>>

const newDraft = (attributes: Attributes): Draft => ({
  type: attributes['type'] ?? '',
  status: attributes['status'] ?? '',
  id: '',
  title: '',
  issued: '',
  updated: '',
  severity: '',
  references: [],
  rebootSuggested: false,
  packages: [],
})

const packageOf = (attributes: Attributes): UpdatePackage => ({
  name: attributes['name'] ?? '',
  epoch: attributes['epoch'] ?? '',
  version: attributes['version'] ?? '',
  release: attributes['release'] ?? '',
  arch: attributes['arch'] ?? '',
  module: '',
})

const referenceOf = (attributes: Attributes): UpdateReference => ({
  href: attributes['href'] ?? '',
  id: attributes['id'] ?? '',
  type: attributes['type'] ?? '',
  title: attributes['title'] ?? '',
})

/** A collection's module may stand before its packages or after them. */
function setModule(packages: UpdatePackage[], from: number, module: string): void {
  if (module === '' || module === ':') return
  for (let i = from; i < packages.length; i++) {
    const one = packages[i]
    if (one !== undefined) packages[i] = { ...one, module }
  }
}
