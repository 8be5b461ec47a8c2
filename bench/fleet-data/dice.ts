/** A seeded source of chance: the same name and seed give the same series (mulberry32 on an FNV-1a hash of the name). */
export class Dice {
  #state: number

  constructor(name: string, seed = 1) {
    let hash = 0x811c9dc5 ^ seed
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    this.#state = hash >>> 0
  }

  /** In [0, 1). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.fraction() * below)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.int(list.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  /** One of `list` with the probability of its weight. */
  weighted<T>(list: readonly T[], weightOf: (item: T) => number): T {
    let left = this.fraction() * list.reduce((sum, item) => sum + weightOf(item), 0)
    for (const item of list) {
      left -= weightOf(item)
      if (left < 0) return item
    }
    return this.pick(list)
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () =>
      Math.floor(this.fraction() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0'),
    ).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(256))
  }
}
