import { LONGEST_VERSION_LINE, VersionLineError } from '@patchyard/domain'

/** Some lines of a text, without their ends. `firstLine` counts from 1. */
export interface LineBlock {
  readonly firstLine: number
  readonly lines: readonly string[]
}

// A character takes at most four bytes; a line beyond that is refused before it fills the memory.
const MOST_BYTES_OF_A_LINE = 4 * LONGEST_VERSION_LINE
const LINE_END = 0x0a
const NOTHING = new Uint8Array(0)

/**
 * Cuts UTF-8 bytes, as they come from a pipe, into lines; about one block for each chunk that arrives. A byte order mark at the
 * start does not count, nor does the end of the last line. Throws `VersionLineError` at a line that is not UTF-8 or does not
 * end within bounds, after all lines before it have been handed out.
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock, void, undefined> {
  let firstLine = 1
  let rest: Uint8Array = NOTHING
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END)
    if (end === -1) {
      rest = joined(rest, chunk)
      if (rest.length > MOST_BYTES_OF_A_LINE)
        throw new VersionLineError(firstLine, `has more than ${MOST_BYTES_OF_A_LINE} bytes`)
      continue
    }
    for (const block of blocksOf(joined(rest, chunk.subarray(0, end)), firstLine)) {
      yield block
      firstLine = block.firstLine + block.lines.length
    }
    rest = chunk.slice(end + 1)
  }
  if (rest.length > 0) yield* blocksOf(rest, firstLine)
}

/** One block for whole lines in UTF-8; otherwise the good lines, then the error. */
function* blocksOf(bytes: Uint8Array, firstLine: number): Generator<LineBlock, void, undefined> {
  const text = decoded(bytes)
  if (text !== undefined) return yield { firstLine, lines: linesOf(text, firstLine) }
  const lines: string[] = []
  for (let from = 0; ; ) {
    const at = bytes.indexOf(LINE_END, from)
    const line = decoded(bytes.subarray(from, at === -1 ? bytes.length : at))
    if (line === undefined) break
    lines.push(...linesOf(line, firstLine + lines.length))
    from = at + 1
  }
  if (lines.length > 0) yield { firstLine, lines }
  throw new VersionLineError(firstLine + lines.length, 'is not UTF-8')
}

function linesOf(text: string, firstLine: number): string[] {
  return (firstLine === 1 && text.startsWith('\ufeff') ? text.slice(1) : text).split('\n')
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The decoder's only complaint about bytes is that they are not UTF-8; which line it is, the caller finds out.
    return undefined
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
