import { endOfZeros } from './digit-run.ts'

/**
 * First byte of a number in a key: 0x10 plus how many digits it has without leading zeros (zero has none), then the digits.
 * A number with more digits is the larger one, so bytes order as values do. From 31 digits on, 0x2f and the count in four
 * bytes. All of it stays below the ASCII letters, and schemes use 0x00–0x0f for what sorts below every number.
 */
const NUMBER = 0x10
const MOST_SHORT_DIGITS = 30
const LONG_NUMBER = 0x2f

/** Collects the bytes of one sortable key. */
export class KeyWriter {
  #bytes: Uint8Array
  #length = 0

  /** `capacity`: a guess at the length of the key in bytes; it grows when the guess was low. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity)
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  /** Copies a stretch of byte text (see `asByteText`). */
  text(text: string, from: number, end: number): void {
    if (this.#length + end - from > this.#bytes.length) this.#grow(end - from)
    for (let i = from; i < end; i++) this.#bytes[this.#length++] = text.charCodeAt(i)
  }

  /** A run of decimal digits by its value; an empty run is zero. */
  number(text: string, from: number, end: number): void {
    const start = endOfZeros(text, from, end)
    const digits = end - start
    if (digits <= MOST_SHORT_DIGITS) {
      this.byte(NUMBER + digits)
    } else {
      this.byte(LONG_NUMBER)
      for (let shift = 24; shift >= 0; shift -= 8) this.byte((digits >>> shift) & 0xff)
    }
    this.text(text, start, end)
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #grow(by: number): void {
    const larger = new Uint8Array(2 * this.#bytes.length + by + 16)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
