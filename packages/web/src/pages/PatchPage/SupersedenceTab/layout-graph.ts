import type { SupersedenceEdge } from '@patchyard/api'

export const NODE = { width: 232, height: 52, gapX: 18, gapY: 46 } as const
/** An edge that goes past a layer takes this much of it. */
const LANE = 22
/** Beyond that, long edges are drawn straight: their lanes would make the picture wider than what is in it. */
const MOST_LANES = 2000

export interface Placed {
  readonly key: string
  /** Left and top. */
  readonly x: number
  readonly y: number
}
export interface DrawnEdge {
  readonly edge: SupersedenceEdge
  /** From the older to the newer one. */
  readonly points: readonly (readonly [x: number, y: number])[]
}
export interface GraphLayout {
  /** The newest first, row by row: the order in which Tab meets them. */
  readonly nodes: readonly Placed[]
  readonly edges: readonly DrawnEdge[]
  readonly width: number
  readonly height: number
}

interface Slot {
  readonly id: string
  readonly isLane: boolean
}

/**
 * Rows by what replaces what: each stands below all that replace it, the newest on top. Edges that pass rows have a lane there, so that none runs under a node (Sugiyama, Tagawa, Toda 1981); two sweeps put neighbours near each other.
 */
export function layoutGraph(keys: readonly string[], edges: readonly SupersedenceEdge[]): GraphLayout {
  const row = rowsOf(keys, edges)
  const rows: Slot[][] = []
  const put = (at: number, slot: Slot): void => void (rows[at] ??= []).push(slot)
  for (const key of keys) put(row.get(key) ?? 0, { id: key, isLane: false })
  const neighbours = new Map<string, string[]>()
  const link = (below: string, above: string): void =>
    void neighbours.set(below, [...(neighbours.get(below) ?? []), above])
  let lanes = 0
  const paths = edges.map((edge, n) => {
    const [from, to] = [row.get(edge.older) ?? 0, row.get(edge.newer) ?? 0]
    const through: string[] = []
    if (lanes + from - to <= MOST_LANES) {
      for (let at = from - 1; at > to; at--) {
        const id = `${n} ${at}`
        put(at, { id, isLane: true })
        through.push(id)
        lanes++
      }
    }
    const stops = [edge.older, ...through, edge.newer]
    for (const [i, stop] of stops.slice(0, -1).entries()) link(stop, stops[i + 1] ?? '')
    return { edge, through }
  })
  const x = placeRows(rows, neighbours)
  const width = Math.max(NODE.width, ...rows.map(slots => rowWidth(slots)))
  const y = (at: number): number => at * (NODE.height + NODE.gapY)
  const nodes = rows.flatMap((slots, at) =>
    slots.filter(slot => !slot.isLane).map(slot => ({ key: slot.id, x: x.get(slot.id) ?? 0, y: y(at) })),
  )
  const placed = new Map(nodes.map(node => [node.key, node]))
  return {
    nodes,
    edges: paths.flatMap(({ edge, through }) => {
      const [older, newer] = [placed.get(edge.older), placed.get(edge.newer)]
      if (older === undefined || newer === undefined) return []
      const at = row.get(edge.older) ?? 0
      const lane = (id: string, i: number): [number, number][] => {
        const [mid, top] = [(x.get(id) ?? 0) + LANE / 2, y(at - 1 - i)]
        return [
          [mid, top + NODE.height],
          [mid, top],
        ]
      }
      const half = NODE.width / 2
      return [
        {
          edge,
          points: [[older.x + half, older.y], ...through.flatMap(lane), [newer.x + half, newer.y + NODE.height]],
        },
      ]
    }),
    width,
    height: Math.max(NODE.height, rows.length * (NODE.height + NODE.gapY) - NODE.gapY),
  }
}

/**
 * Numbers of rows without gaps: how many steps it is at most from the newest, and what replaces something far below stands just above that.
 * Circles, which the catalog has none of, end where they began.
 */
function rowsOf(keys: readonly string[], edges: readonly SupersedenceEdge[]): ReadonlyMap<string, number> {
  const row = new Map(keys.map(key => [key, 0]))
  for (let turn = 0; turn < keys.length; turn++) {
    let moved = false
    for (const { older, newer } of edges) {
      const [below, above] = [row.get(older), row.get(newer)]
      if (below === undefined || above === undefined || below > above) continue
      row.set(older, above + 1)
      moved = true
    }
    if (!moved) break
  }
  const older = Map.groupBy(edges, edge => edge.newer)
  for (const key of keys.toSorted((a, b) => (row.get(b) ?? 0) - (row.get(a) ?? 0))) {
    const below = (older.get(key) ?? []).flatMap(edge => row.get(edge.older) ?? [])
    if (below.length > 0) row.set(key, Math.max(row.get(key) ?? 0, Math.min(...below) - 1))
  }
  const used = [...new Set(row.values())].toSorted((a, b) => a - b)
  const number = new Map(used.map((at, i) => [at, i]))
  return new Map([...row].map(([key, at]) => [key, number.get(at) ?? 0]))
}

const slotWidth = (slot: Slot): number => (slot.isLane ? LANE : NODE.width)
const rowWidth = (slots: readonly Slot[]): number =>
  slots.reduce((sum, slot) => sum + slotWidth(slot) + NODE.gapX, -NODE.gapX)

/** Left edges by id: each row in the order of what stands above it, and centred. */
function placeRows(
  rows: readonly Slot[][],
  neighbours: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const x = new Map<string, number>()
  const whole = Math.max(NODE.width, ...rows.map(rowWidth))
  for (const slots of rows) {
    const wanted = new Map(
      slots.map((slot, i) => {
        const above = (neighbours.get(slot.id) ?? []).flatMap(id => x.get(id) ?? [])
        return [slot.id, above.length === 0 ? i * 1e-3 + whole / 2 : above.reduce((a, b) => a + b, 0) / above.length]
      }),
    )
    slots.sort((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0))
    let left = (whole - rowWidth(slots)) / 2
    for (const slot of slots) {
      x.set(slot.id, left)
      left += slotWidth(slot) + NODE.gapX
    }
  }
  return x
}
