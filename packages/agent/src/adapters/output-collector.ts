import { StringDecoder } from 'node:string_decoder'

/** Keeps the first `headBytes` and the last `tailBytes` of what passes, with a line between that says how much is missing. */
export class HeadAndTail {
  readonly #headBytes: number
  readonly #tailBytes: number
  readonly #head: Buffer[] = []
  #headLength = 0
  #tail: Buffer[] = []
  #tailLength = 0
  #dropped = 0

  constructor(headBytes: number, tailBytes: number) {
    this.#headBytes = headBytes
    this.#tailBytes = tailBytes
  }

  push(chunk: Buffer): void {
    const room = this.#headBytes - this.#headLength
    const head = chunk.subarray(0, Math.max(0, room))
    if (head.length > 0) {
      this.#head.push(head)
      this.#headLength += head.length
    }
    const rest = chunk.subarray(head.length)
    if (rest.length === 0) return
    this.#tail.push(rest)
    this.#tailLength += rest.length
    // Whole chunks are let go while what stays still covers the tail; the last cut is made when the text is asked for.
    while (this.#tail.length > 1 && this.#tailLength - (this.#tail[0]?.length ?? 0) >= this.#tailBytes) {
      const gone = this.#tail.shift()?.length ?? 0
      this.#tailLength -= gone
      this.#dropped += gone
    }
  }

  text(): string {
    const tail = Buffer.concat(this.#tail)
    const kept = tail.subarray(Math.max(0, tail.length - this.#tailBytes))
    const dropped = this.#dropped + tail.length - kept.length
    const head = Buffer.concat(this.#head).toString('utf8')
    if (dropped === 0) return head + kept.toString('utf8')
    return `${head}\n[${dropped} bytes left out]\n${kept.toString('utf8')}`
  }
}

/** Captures one stream up to a cap and hands on whole lines. */
export class StreamCapture {
  readonly #maxBytes: number
  readonly #onLine: ((line: string) => void) | undefined
  readonly #chunks: Buffer[] = []
  readonly #decoder = new StringDecoder('utf8')
  #length = 0
  #line = ''
  /** True once more came than the cap allows. */
  overflowed = false

  constructor(maxBytes: number, onLine: ((line: string) => void) | undefined) {
    this.#maxBytes = maxBytes
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    const kept = chunk.subarray(0, Math.max(0, this.#maxBytes - this.#length))
    if (kept.length < chunk.length) this.overflowed = true
    if (kept.length > 0) this.#chunks.push(kept)
    this.#length += kept.length
    if (this.#onLine !== undefined) this.#pushLines(this.#decoder.write(chunk), this.#onLine)
  }

  /** To be called once, at the end of the stream: hands on a last line without a line end. */
  finish(): void {
    if (this.#onLine === undefined) return
    this.#pushLines(this.#decoder.end(), this.#onLine)
    if (this.#line !== '') this.#onLine(this.#line)
    this.#line = ''
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  #pushLines(text: string, onLine: (line: string) => void): void {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      onLine(this.#cut(this.#line + text.slice(from, end)))
      this.#line = ''
      from = end + 1
    }
    this.#line = this.#cut(this.#line + text.slice(from))
  }

  #cut(line: string): string {
    return line.length > MAX_LINE_LENGTH ? line.slice(0, MAX_LINE_LENGTH) : line
  }
}

const MAX_LINE_LENGTH = 64 * 1024
