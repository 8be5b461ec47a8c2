import type { Random } from '@patchyard/domain'

/** Seeded randomness of a simulated world: the port's methods, and what a world decides by. Never for real secrets. */
export interface SimRandom extends Random {
  chance(probability: number): boolean
  /** Whole number in [from, to]. */
  between(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
  /** Milliseconds of an exponential distribution with this mean. */
  delayMs(meanMs: number): number
  /** A generator of its own: what one part of the world draws does not shift what another part gets. */
  fork(label: string): SimRandom
}

/** sfc32 (public domain, Chris Doty-Humphrey), seeded by FNV-1a over the text: quick and the same on every machine. */
export function createSimRandom(seed: string): SimRandom {
  let [a, b, c, counter] = [hash(seed, 0x811c9dc5), hash(seed, 0x9e3779b1), hash(seed, 0x85ebca77), 1]
  const next = (): number => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < 15; i++) next()

  const fraction = (): number => next() / 2 ** 32
  const between = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1))
  const bytes = (length: number): Uint8Array => {
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) out[i] = next() >>> 24
    return out
  }
  return {
    fraction,
    bytes,
    between,
    uuid() {
      const raw = bytes(16)
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80
      return Buffer.from(raw)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
    chance: probability => fraction() < probability,
    pick: list => list[between(0, list.length - 1)] as never,
    shuffled(list) {
      const out = [...list]
      for (let i = out.length - 1; i > 0; i--) {
        const j = between(0, i)
        const [x, y] = [out[i], out[j]]
        out[i] = y as never
        out[j] = x as never
      }
      return out
    },
    delayMs: meanMs => Math.round(-Math.log(1 - fraction()) * meanMs),
    fork: label => createSimRandom(`${seed}/${label}`),
  }
}

function hash(text: string, start: number): number {
  let h = start | 0
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i)
    h = Math.imul(h, 0x01000193)
  }
  return h
}
