import { endOfDigits, isDigit } from '../digit-run.ts'

/**
 * What can stand at a place of an apk version, numbered in apk's order: at the first place where two versions differ, the
 * lower number is the lower version. A pre-release suffix sorts before the end (1.0_rc1 < 1.0), what cannot be read just before
 * the end, everything else after it. Source: the grammar `digit{.digit}…{letter}{_suffix{number}}…{~hash}{-r#}` and the rules of
 * comparison in apk-tools 3 (src/version.c), which follow Gentoo's (PMS 3.3).
 */
export const INVALID = 0x05
export const END = 0x06
export const REVISION = 0x07
export const HASH = 0x08
export const SUFFIX_NUMBER = 0x09
export const LETTER = 0x0f
/** A later number with a leading zero: it is compared as text, which puts it below every number without one. */
export const ZERO_LED = 0x10
export const NUMBER = 0x11

const suffixes: ReadonlyMap<string, number> = new Map([
  ['alpha', 0x01],
  ['beta', 0x02],
  ['pre', 0x03],
  ['rc', 0x04],
  ['cvs', 0x0a],
  ['svn', 0x0b],
  ['git', 0x0c],
  ['hg', 0x0d],
  ['p', 0x0e],
])
const LONGEST_SUFFIX = 5

// The stages of the grammar: a token may be followed only by one of its own stage (numbers, suffixes) or a later one.
type Stage = 'start' | 'numbers' | 'letter' | 'suffix' | 'suffixNumber' | 'hash' | 'revision'

/** Reads a version from left to right. After `next()`, `token` is what stands there and `from`–`end` is its text, if it has one. */
export class ApkReader {
  readonly text: string
  token: number = INVALID
  from = 0
  end = 0
  #stage: Stage = 'start'

  /** `text`: byte text. */
  constructor(text: string) {
    this.text = text
  }

  /** Past END or INVALID there is nothing to read; do not call it again. */
  next(): void {
    const { text } = this
    const at = this.end
    const stage = this.#stage
    if (stage === 'start') return this.#number(at, 'numbers', NUMBER)
    if (at === text.length) {
      this.token = END
      return
    }
    const code = text.charCodeAt(at)
    if (code === 0x2e && stage === 'numbers') {
      return this.#number(at + 1, 'numbers', text.charCodeAt(at + 1) === 0x30 ? ZERO_LED : NUMBER)
    }
    if (code >= 0x61 && code <= 0x7a && stage === 'numbers') return this.#take(LETTER, at, at + 1, 'letter')
    if (isDigit(code) && stage === 'suffix') return this.#number(at, 'suffixNumber', SUFFIX_NUMBER)
    if (code === 0x5f && stage !== 'hash' && stage !== 'revision') return this.#suffix(at + 1)
    if (code === 0x7e && stage !== 'hash' && stage !== 'revision') return this.#hash(at + 1)
    if (code === 0x2d && stage !== 'revision' && text.charCodeAt(at + 1) === 0x72) {
      return this.#number(at + 2, 'revision', REVISION)
    }
    this.token = INVALID
  }

  #number(from: number, stage: Stage, token: number): void {
    const end = endOfDigits(this.text, from, this.text.length)
    this.#take(end > from ? token : INVALID, from, end, stage)
  }

  #suffix(from: number): void {
    let end = from
    while (end < this.text.length && isSmallLetter(this.text.charCodeAt(end))) end++
    const token = end - from > LONGEST_SUFFIX ? undefined : suffixes.get(this.text.slice(from, end))
    this.#take(token ?? INVALID, from, end, 'suffix')
  }

  #hash(from: number): void {
    let end = from
    while (end < this.text.length && isHexDigit(this.text.charCodeAt(end))) end++
    this.#take(end > from ? HASH : INVALID, from, end, 'hash')
  }

  #take(token: number, from: number, end: number, stage: Stage): void {
    this.token = token
    this.from = from
    this.end = end
    this.#stage = stage
  }
}

function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x66)
}
