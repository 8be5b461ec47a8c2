/**
 * Whether this host is among the first `percentage` of 100 that get an update, by apt's own dice (apt ≥ 2.1.16, upgrade.cc): all hosts
 * draw differently, one host draws the same for all binaries of a source.
 */
export function isPhasedIn(
  update: { readonly source: string; readonly version: string; readonly machineId: string },
  percentage: number,
): boolean {
  return drawn(`${update.source}-${update.version}-${update.machineId}`) <= percentage
}

/** 0 to 100, as C++ draws it: std::seed_seq over the characters, std::minstd_rand, std::uniform_int_distribution of libstdc++. */
function drawn(text: string): number {
  let state = (seed(Array.from(text, character => character.charCodeAt(0)))[3] ?? 0) % MODULUS
  if (state === 0) state = 1
  // libstdc++: ranges that do not divide evenly are cut into 101 equal pieces, and what is left over is drawn again.
  const piece = Math.floor((MODULUS - 2) / 101)
  for (;;) {
    state = (state * 48_271) % MODULUS
    const value = Math.floor((state - 1) / piece)
    if (value < 101) return value
  }
}

const MODULUS = 2_147_483_647

/** The four words that minstd_rand asks of std::seed_seq: ISO C++ [rand.util.seedseq] for n = 4, hence t = 1, p = 1, q = 2. */
function seed(characters: readonly number[]): number[] {
  const words = Array.from({ length: 4 }, () => 0x8b8b8b8b)
  const at = (k: number): number => words[k & 3] ?? 0
  const put = (k: number, value: number): void => void (words[k & 3] = value >>> 0)
  const mixed = (x: number): number => (x ^ (x >>> 27)) >>> 0
  const size = characters.length
  const steps = Math.max(size + 1, 4)
  for (let k = 0; k < steps; k++) {
    const first = Math.imul(1_664_525, mixed((at(k) ^ at(k + 1) ^ at(k + 3)) >>> 0)) >>> 0
    const added = k === 0 ? size : k <= size ? (k & 3) + (characters[k - 1] ?? 0) : k & 3
    const second = first + added
    put(k + 1, at(k + 1) + first)
    put(k + 2, at(k + 2) + second)
    put(k, second)
  }
  for (let k = steps; k < steps + 4; k++) {
    const third = Math.imul(1_566_083_941, mixed((at(k) + at(k + 1) + at(k + 3)) >>> 0)) >>> 0
    const fourth = third - (k & 3)
    put(k + 1, at(k + 1) ^ third)
    put(k + 2, at(k + 2) ^ fourth)
    put(k, fourth)
  }
  return words
}
