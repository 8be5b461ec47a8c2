import { expect, test } from 'vitest'
import { ParseError } from './parse-error.ts'
import { parseKinds } from './parse-kinds.ts'
import { innerReaders } from './testing/inner-readers.ts'
import { longTexts } from './testing/long-texts.ts'

// Regular expressions do their work inside one call, where nothing counts it: so it is measured as CPU time, and only here. Four
// times the text costs four times the time when the reader is linear and sixteen times when it is quadratic.
const LENGTH = 100_000
const TIMES = 4
const MOST = 9
/** Below this the clock and the collector of garbage decide. */
const FLOOR_US = 20_000

const readers: readonly (readonly [string, (text: string) => unknown, readonly string[]])[] = [
  ...parseKinds.map(kind => [kind.name, (text: string) => kind.parse(text), []] as const),
  ...innerReaders,
]

function bestUs(read: (text: string) => unknown, text: string): number {
  const once = (): number => {
    const began = process.threadCpuUsage()
    try {
      read(text)
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
    }
    return process.threadCpuUsage(began).user
  }
  return Math.min(once(), once(), once())
}

test.each(readers)('%s needs time in proportion to the text', (_, read, words) => {
  const short = [...longTexts(words, LENGTH)]
  const long = [...longTexts(words, LENGTH * TIMES)]
  for (const [index, text] of short.entries()) {
    const beforeUs = Math.max(FLOOR_US, bestUs(read, text))
    const afterUs = bestUs(read, long[index] ?? '')
    expect(afterUs / beforeUs, JSON.stringify(text.slice(0, 40))).toBeLessThan(MOST)
  }
})
