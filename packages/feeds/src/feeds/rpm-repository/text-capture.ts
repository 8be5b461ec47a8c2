/** Far more than ids, titles, hashes and file names have. */
const LONGEST = 20_000

/** Collects the text of one element at a time; most of a document is not wanted and is passed over. */
export function newCapture() {
  let text: string | null = null
  return {
    start(): void {
      text = ''
    },
    text(piece: string): void {
      if (text !== null && text.length < LONGEST) text += piece
    },
    /** What was collected since `start`, which is over then. */
    end(): string {
      const found = text ?? ''
      text = null
      return found
    },
  }
}
