import { parseKbKey } from './patch-key.ts'
import { buildSupersedence, type SupersedenceEdge, type SupersedenceGraph } from './supersedence-graph.ts'
import { holesOf } from './supersedence-holes.ts'
import { productOf, type Track, type TrackedPatch, tracksOf } from './supersedence-tracks.ts'

export interface ProductSupersedence {
  /** `productSlug`. */
  readonly product: string
  readonly tracks: readonly Track[]
  readonly derived: readonly SupersedenceEdge[]
}

export interface Supersedence {
  readonly graph: SupersedenceGraph
  /** Those of which something could be derived, by name. */
  readonly products: readonly ProductSupersedence[]
}

/**
 * The graph of all that sources say, with the holes of cumulative products closed. MSRC's chain has holes: "Supercedence" names the last
 * update of any kind, and previews and out-of-band ones never appear as a bulletin themselves (24H2: 5089549 replaces 5082063, which replaces 5083769, of
 * which nothing is said). Each segment of a track gets an edge to the one before it, with its reason; inside of a segment, and between tracks, nothing is derived.
 */
export function repairedSupersedence(
  patches: Iterable<TrackedPatch>,
  edges: readonly SupersedenceEdge[],
): Supersedence {
  const byProduct = Map.groupBy(patches, productOf)
  const edgesByProduct = Map.groupBy(edges, edge => parseKbKey(edge.newer)?.product ?? '')
  const products: ProductSupersedence[] = []
  for (const product of [...byProduct.keys()].toSorted()) {
    const own = (byProduct.get(product) ?? []).toSorted((a, b) => (a.key < b.key ? -1 : 1))
    const stated = edgesByProduct.get(product) ?? []
    const tracks = tracksOf(product, own, stated)
    if (tracks.length === 0) continue
    const derived = tracks.flatMap(track => holesOf(track, stated))
    products.push({ product, tracks, derived })
  }
  const issued = new Map<string, number>()
  for (const patch of [...byProduct.values()].flat())
    if (patch.issuedAtMs !== null) issued.set(patch.key, patch.issuedAtMs)
  const all = [...edges, ...products.flatMap(product => product.derived)]
  return { graph: buildSupersedence(all, key => issued.get(key) ?? null), products }
}

export interface LatestOfProduct {
  /** The newest of the track; two where neither replaces the other. */
  readonly cumulative: readonly string[]
  readonly hotpatch: readonly string[]
  /** Nobody replaces them, and they belong to no track: updates of setup or recovery, and of products without tracks all. */
  readonly others: readonly string[]
}

/** What nobody replaces among `patches` of one product, by track. Sorted. */
export function latestOfProduct(
  { graph, products }: Supersedence,
  product: string,
  patches: readonly { readonly key: string }[],
): LatestOfProduct {
  const tracks = products.find(one => one.product === product)?.tracks ?? []
  const trackOf = new Map<string, Track['name']>()
  for (const track of tracks)
    for (const patch of track.segments.flatMap(segment => segment.members)) trackOf.set(patch.key, track.name)
  const latest = patches
    .map(patch => patch.key)
    .filter(key => !graph.isSuperseded(key))
    .toSorted()
  const of = (track: Track['name'] | undefined): string[] => latest.filter(key => trackOf.get(key) === track)
  return { cumulative: of('cumulative'), hotpatch: of('hotpatch'), others: of(undefined) }
}
