import { closedLines } from '../../bytes/closed-lines.ts'
import { parseYaml } from '../../bytes/yaml.ts'
import { FeedError } from '../../feed/feed-error.ts'

/** One document of modules.yaml, as it is written. */
export type ModuleDocument =
  | {
      readonly kind: 'stream'
      readonly name: string
      readonly stream: string
      readonly version: string
      readonly context: string
      readonly arch: string
      /** NEVRAs with the epoch always written: "nodejs-1:18.19.0-1.module+el8.9.0+1234+abcdef12.x86_64". */
      readonly rpms: readonly string[]
    }
  | { readonly kind: 'default'; readonly module: string; readonly stream: string }
  /** One of another kind: obsoletes, translations, the packager's own. */
  | { readonly kind: 'other' }
  | { readonly kind: 'bad'; readonly where: string; readonly reason: string }

/** The largest document of EL8 has 600 KB: two thousand packages of a desktop's module. */
const LONGEST_DOCUMENT = 4_000_000
const LONGEST_LINE = 1_000_000

/**
 * Documents of a stream of YAML, one by one: modulemd 2 and modulemd-defaults 1 of libmodulemd's yaml_specs. One that is not what it
 * should be is told and passed over. Throws FeedError `feed_malformed` where there is no document of modules at all, or the text is cut off
 * within a line, `feed_too_large`.
 */
export async function* parseModules(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ModuleDocument> {
  let found = 0
  let n = 0
  for await (const text of documents(chunks)) {
    const one = readDocument(text, `document ${++n}`)
    if (one.kind !== 'bad') found++
    yield one
  }
  if (found === 0) throw new FeedError('feed_malformed', 'it describes no module')
}

/** A document begins with `---` and ends with `...` or the next one's beginning. */
async function* documents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let lines: string[] = []
  let length = 0
  let isBuilders = false
  for await (const line of closedLines(chunks, LONGEST_LINE)) {
    const isEdge = line === '---' || line === '...'
    // What the builders of a module keep for themselves: 10 MB take 8.3 s with it and 6.0 s without.
    isBuilders = line.startsWith('  xmd:') || (isBuilders && !isEdge && /^(?: {3}|\s*$)/.test(line))
    if (isBuilders) continue
    if (!isEdge) {
      lines.push(line)
      length += line.length + 1
      if (length > LONGEST_DOCUMENT)
        throw new FeedError('feed_too_large', `one of its documents has more than ${LONGEST_DOCUMENT} characters`)
      continue
    }
    if (lines.some(one => one.trim() !== '')) yield lines.join('\n')
    lines = []
    length = 0
  }
  if (lines.some(one => one.trim() !== '')) yield lines.join('\n')
}

function readDocument(text: string, where: string): ModuleDocument {
  try {
    // What is no mapping with a kind is not worth the parser's time, and nothing else that comes in the place of this file passes.
    if (!/^document:/m.test(text)) return { kind: 'bad', where, reason: 'says not what it is' }
    const whole = fieldsOf(parseYaml(text))
    const data = fieldsOf(whole['document'] === undefined ? undefined : whole['data'])
    switch (whole['document']) {
      case 'modulemd':
        return streamOf(data, where)
      case 'modulemd-defaults':
        return { kind: 'default', module: textOf(data['module']), stream: textOf(data['stream']) }
      default:
        return typeof whole['document'] === 'string' && whole['document'].startsWith('modulemd')
          ? { kind: 'other' }
          : { kind: 'bad', where, reason: 'is of a kind that is not known' }
    }
  } catch (cause) {
    if (!(cause instanceof FeedError)) throw cause
    return { kind: 'bad', where, reason: cause.message }
  }
}

function streamOf(data: Fields, where: string): ModuleDocument {
  const rpms = fieldsOf(data['artifacts'])['rpms']
  const stream = {
    kind: 'stream' as const,
    name: textOf(data['name']),
    stream: textOf(data['stream']),
    version: textOf(data['version']),
    context: textOf(data['context']),
    arch: textOf(data['arch']),
    rpms: Array.isArray(rpms) ? rpms.filter(one => typeof one === 'string') : [],
  }
  if (stream.name === '' || stream.stream === '') return { kind: 'bad', where, reason: 'names no module and stream' }
  return stream
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '')
