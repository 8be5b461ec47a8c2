import type { QueryProblem } from '@patchyard/query'
import { safeText } from '../../output/safe-text.ts'

const BEFORE = 40
const AFTER = 60

/** The line of the text with carets under what is meant, and the sentence below. */
export function pointAt(text: string, { code, from, to, message }: QueryProblem): string {
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
