import { kbNumber } from '@patchyard/domain'

/** More than MSRC ever named in one place: 26. */
const MOST = 200

/**
 * Numbers of KB articles in a "Supercedence" text: "5089549", "4010250, 4012212", "3118389<br><br>4022173". Other words ("None", "20.0.1")
 * are no patches and fall out. Each once, in their order.
 */
export function kbNumbers(text: string): string[] {
  const numbers = new Set<string>()
  for (const word of text.slice(0, MOST * 20).split(/[;,\s]+|<br\s*\/?>/i)) {
    const number = kbNumber(word)
    if (number !== null) numbers.add(number)
    if (numbers.size === MOST) break
  }
  return [...numbers]
}
