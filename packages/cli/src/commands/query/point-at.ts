import { ApiError } from '@patchyard/api'
import type { Printer } from '../../output/printer.ts'
import { safeText } from '../../output/safe-text.ts'

/** What a check or a server found wrong at a place of a text. */
export interface Pointed {
  readonly code: string
  readonly from: number
  readonly to: number
  readonly message: string
}

const BEFORE = 40
const AFTER = 60

/** The line of the text with carets under what is meant, and the sentence below. */
export function pointAt(text: string, { code, from, to, message }: Pointed): string {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1
  const nextBreak = text.indexOf('\n', from)
  const lineEnd = nextBreak === -1 ? text.length : nextBreak
  const [start, end] = [Math.max(lineStart, from - BEFORE), Math.min(lineEnd, from + AFTER)]
  const before = (start > lineStart ? '…' : '') + safeText(text.slice(start, from))
  const meant = safeText(text.slice(from, Math.max(from, Math.min(to, end))))
  const behind = safeText(text.slice(Math.max(from, Math.min(to, end)), end)) + (end < lineEnd ? '…' : '')
  const carets = '^'.repeat(Math.max(1, meant.length))
  return `${before}${meant}${behind}\n${' '.repeat(before.length)}${carets}\n${message} [${code}]`
}

/**
 * Runs a question to the server; a query that it refuses is shown with its mistakes marked; the
 * refusal that goes on says none of them once more.
 */
export async function saying(
  texts: Readonly<Record<string, string>>,
  printer: Printer,
  ask: () => Promise<void>,
): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (error instanceof ApiError) {
      const text = texts[error.field ?? ''] ?? ''
      for (const problem of error.errors) printer.note(`${pointAt(text, problem)}\n`)
      if (error.errors.length > 0) {
        const { status, code, field } = error
        throw new ApiError({
          type: 'about:blank',
          title: 'the query is refused',
          status,
          code,
          ...(field === undefined ? {} : { field }),
        })
      }
    }
    throw error
  }
}
