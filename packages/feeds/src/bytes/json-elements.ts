import { FeedError } from '../feed/feed-error.ts'
import { MAX_JSON_DEPTH, parseJson } from './json.ts'

// What lies around the list: counts, dates, names.
const LONGEST_FRAME = 1_000_000
const LONGEST_ELEMENT = 30_000_000

/**
 * Elements of the list `name` in a JSON object, one by one as they come, and at the end the object with that list empty, to `rest`: a year of
 * NVD has 130 to 300 MB, and as one value six times that. Anything that JSON.parse would not take is refused, as is a list that is there
 * twice. Throws FeedError: `feed_malformed`, and `feed_too_large` for one nested more than 100 deep or with an element above 30 MB.
 */
export async function* readJsonElements(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  rest: (value: unknown) => void,
): AsyncGenerator {
  const scanner = elementScanner(name)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) for (const element of scanner.scan(decoded(decoder, chunk))) yield parsed(element)
  for (const element of scanner.scan(decoded(decoder))) yield parsed(element)
  rest(parseJson(scanner.frame()))
}

function parsed(element: string): unknown {
  try {
    return JSON.parse(element) as unknown
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it is not JSON', cause)
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw new FeedError('feed_malformed', 'it is not UTF-8', cause)
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

function elementScanner(name: string) {
  let depth = 0
  let inText = false
  let isEscaped = false
  /** In the list: what is read is kept as an element, else as a part of the frame. */
  let inList = false
  let lists = 0
  let elements = 0
  let kept = ''
  let frame = ''

  const keep = (text: string): void => {
    kept += text
    if (kept.length > (inList ? LONGEST_ELEMENT : LONGEST_FRAME))
      throw new FeedError('feed_too_large', `it has ${kept.length} characters in one piece`)
  }
  const toFrame = (): void => {
    frame += kept
    kept = ''
    if (frame.length > LONGEST_FRAME) throw new FeedError('feed_too_large', `it has too much beside its list "${name}"`)
  }
  const taken = (isLast: boolean): string[] => {
    const element = kept
    kept = ''
    if (element.trim() !== '') {
      elements++
      return [element]
    }
    // Only `[]` has nothing between its brackets: `[1,]` and `[,1]` are no JSON.
    if (isLast && elements === 0) return []
    throw new FeedError('feed_malformed', 'it is not JSON')
  }
  const opensList = (): boolean => depth === 1 && new RegExp(`"${name}"\\s*:\\s*$`).test(kept.slice(-name.length - 100))

  function* scan(text: string): Generator<string> {
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (inText) {
        if (isEscaped) isEscaped = false
        else if (c === BACKSLASH) isEscaped = true
        else if (c === QUOTE) inText = false
      } else if (c === QUOTE) inText = true
      else if (c === OPEN_OBJECT || c === OPEN_LIST) {
        if (!inList && c === OPEN_LIST && depth === 1) {
          keep(text.slice(from, i))
          from = i
          if (opensList()) {
            if (++lists > 1) throw new FeedError('feed_malformed', `it has its list "${name}" twice`)
            kept += '['
            toFrame()
            from = i + 1
            inList = true
          }
        }
        if (++depth > MAX_JSON_DEPTH)
          throw new FeedError('feed_too_large', `it is nested more than ${MAX_JSON_DEPTH} deep`)
      } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
        depth--
        if (inList && depth === 1) {
          keep(text.slice(from, i))
          from = i
          yield* taken(true)
          inList = false
        }
      } else if (c === COMMA && inList && depth === 2) {
        keep(text.slice(from, i))
        from = i + 1
        yield* taken(false)
      }
    }
    keep(text.slice(from))
    if (!inList) toFrameButKey()
  }
  /** The end of what was read stays: a name may be cut in two by the end of a chunk. */
  const toFrameButKey = (): void => {
    const end = Math.max(0, kept.length - name.length - 100)
    frame += kept.slice(0, end)
    kept = kept.slice(end)
    if (frame.length > LONGEST_FRAME) throw new FeedError('feed_too_large', `it has too much beside its list "${name}"`)
  }
  return {
    scan,
    frame(): string {
      if (inList) throw new FeedError('feed_malformed', 'it is cut off')
      toFrame()
      return frame
    },
  }
}
