import { safeText } from './safe-text.ts'

/** Where results go. `--json` prints the API's own answer, one document; otherwise a text for people. */
export interface Printer {
  readonly json: boolean
  result(value: unknown, text: () => string): void
  /** A file as it is; on a terminal its control characters are shown as escapes. */
  raw(text: string): void
  /** Beside the result: progress and advice, on standard error. */
  note(text: string): void
  /** Overwrites the last progress line on a terminal; silent elsewhere. */
  progress(text: string | null): void
}

export interface Streams {
  readonly output: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly errors: { write(text: string): unknown; readonly isTTY?: boolean }
}

export function createPrinter(streams: Streams, json: boolean): Printer {
  let shown = false
  const clear = (): void => {
    if (shown) streams.errors.write('\r\u001b[K')
    shown = false
  }
  return {
    json,
    result(value, text) {
      clear()
      streams.output.write(`${json ? JSON.stringify(value, null, 2) : text()}\n`)
    },
    raw(text) {
      clear()
      const isFile = streams.output.isTTY !== true
      streams.output.write(isFile ? text : text.split(/\r?\n/).map(safeText).join('\n'))
    },
    note(text) {
      clear()
      streams.errors.write(`${text}\n`)
    },
    progress(text) {
      if (streams.errors.isTTY !== true || json) return
      clear()
      if (text === null) return
      streams.errors.write(text)
      shown = true
    },
  }
}

/** `[#########-----------]  9/20` */
export function bar(done: number, total: number): string {
  const width = 24
  const filled = total === 0 ? width : Math.round((done / total) * width)
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${done}/${total}`
}
