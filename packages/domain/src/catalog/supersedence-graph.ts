import { breakCycles, type Link } from './supersedence-cycles.ts'

/** `newer` replaces `older`. `derived`: why we say so where no source does; null for a source's own word. */
export interface SupersedenceEdge {
  readonly newer: string
  readonly older: string
  readonly derived: string | null
}

export interface SupersedenceGraph {
  /** What was kept, ordered by newer, then older. */
  readonly edges: readonly SupersedenceEdge[]
  readonly selfReferences: number
  /** Edges left out because they closed a circle. */
  readonly broken: readonly SupersedenceEdge[]
  isSuperseded(key: string): boolean
  /** Patches that nobody replaces and that replace `key` by one edge or many; empty when it is itself such a one. Sorted. */
  supersededBy(key: string): string[]
  /** Everything newer than `key`, or everything older, by one edge or many; sorted. */
  newerThan(key: string): string[]
  olderThan(key: string): string[]
}

/**
 * Which patch replaces which, for any number of products at once, since a patch's key names its product. It keeps the edges alone, in two
 * arrays of integers: sets of what is older, which grow with the square of a chain's length, are walked when they are asked for
 * (`bench/supersedence.ts`).
 *
 * The same edges in another order give the same graph. Circles are broken: inside of one, derived edges go first, then
 * those that run against `rankOf` (epoch ms of release; null: unknown, taken for the oldest) and, where that is equal, against the order of keys.
 */
export function buildSupersedence(
  edges: Iterable<SupersedenceEdge>,
  rankOf: (key: string) => number | null = () => null,
): SupersedenceGraph {
  const { keys, idOf, links, selfReferences } = interned(edges)
  const { kept, broken } = breakCycles(keys.length, links, id => rankOf(keys[id] ?? '') ?? Number.NEGATIVE_INFINITY)
  const toOlder = adjacency(
    keys.length,
    kept.map(link => [link.newer, link.older]),
  )
  const toNewer = adjacency(
    keys.length,
    kept.map(link => [link.older, link.newer]),
  )
  const edgeOf = (link: Link): SupersedenceEdge => ({
    newer: keys[link.newer] ?? '',
    older: keys[link.older] ?? '',
    derived: link.reason,
  })
  const walk = (next: Adjacency, key: string): number[] => {
    const start = idOf(key)
    return start === -1 ? [] : reached(next, start)
  }
  const names = (found: number[]): string[] => found.toSorted((a, b) => a - b).map(id => keys[id] ?? '')
  return {
    edges: kept.map(edgeOf),
    selfReferences,
    broken: broken.map(edgeOf),
    isSuperseded: key => degree(toNewer, idOf(key)) > 0,
    supersededBy: key => names(walk(toNewer, key).filter(id => degree(toNewer, id) === 0)),
    newerThan: key => names(walk(toNewer, key)),
    olderThan: key => names(walk(toOlder, key)),
  }
}

/**
 * Keys as their places in order, and each pair once, in order: a source's own word is above a derived one, and of two reasons the first in
 * order stays.
 */
function interned(edges: Iterable<SupersedenceEdge>) {
  const all = [...edges]
  const keys = [...new Set(all.flatMap(({ newer, older }) => (newer === older ? [] : [newer, older])))].toSorted(byCode)
  const ids = new Map(keys.map((key, id) => [key, id]))
  const idOf = (key: string): number => ids.get(key) ?? -1
  const links = new Map<number, Link>()
  let selfReferences = 0
  for (const { newer, older, derived: reason } of all) {
    if (newer === older) {
      selfReferences++
      continue
    }
    const link = { newer: idOf(newer), older: idOf(older), reason }
    // Below 2^53 for up to 94 million keys.
    const pair = link.newer * keys.length + link.older
    const known = links.get(pair)
    if (known === undefined || reason === null || (known.reason !== null && reason < known.reason))
      links.set(pair, link)
  }
  const sorted = [...links.values()].toSorted((a, b) => a.newer - b.newer || a.older - b.older)
  return { keys, idOf, links: sorted, selfReferences }
}

/** By UTF-16 units: the same on every machine, whatever its language. */
const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Neighbours of node i are `targets` from `starts[i]` up to `starts[i + 1]`. */
interface Adjacency {
  readonly starts: Int32Array
  readonly targets: Int32Array
}

function adjacency(size: number, pairs: readonly (readonly [number, number])[]): Adjacency {
  const starts = new Int32Array(size + 1)
  for (const [from] of pairs) starts[from + 1] = at(starts, from + 1) + 1
  for (let id = 0; id < size; id++) starts[id + 1] = at(starts, id + 1) + at(starts, id)
  const targets = new Int32Array(pairs.length)
  const filled = starts.slice()
  for (const [from, to] of pairs) {
    const place = at(filled, from)
    targets[place] = to
    filled[from] = place + 1
  }
  return { starts, targets }
}

const at = (values: Int32Array, index: number): number => values[index] ?? 0

const degree = ({ starts }: Adjacency, id: number): number => (id < 0 ? 0 : at(starts, id + 1) - at(starts, id))

function reached({ starts, targets }: Adjacency, start: number): number[] {
  const seen = new Set([start])
  const found: number[] = []
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (let i = at(starts, id); i < at(starts, id + 1); i++) {
      const next = at(targets, i)
      if (seen.has(next)) continue
      seen.add(next)
      found.push(next)
      open.push(next)
    }
  }
  return found
}
