export interface Link {
  readonly newer: number
  readonly older: number
  readonly reason: string | null
}
export type Links = Link[]

/**
 * `links` without those that close circles. Two passes: derived links between patches of one circle go; of what is still a circle, the links
 * that run against `rankOf`, then against the numbers of the nodes. What is left inside of a circle runs along one order, so that it is none.
 */
export function breakCycles(
  size: number,
  links: readonly Link[],
  rankOf: (id: number) => number,
): { kept: Links; broken: Links } {
  const broken: Links = []
  let kept = sift(size, links, link => link.reason === null, broken)
  const isForward = ({ newer, older }: Link): boolean => {
    const [a, b] = [rankOf(newer), rankOf(older)]
    return a === b ? newer > older : a > b
  }
  kept = sift(size, kept, isForward, broken)
  return { kept, broken }
}

/** Of links inside of a circle, only those that may stay; all the others. */
function sift(size: number, links: readonly Link[], mayStay: (link: Link) => boolean, broken: Links): Links {
  const circles = circleOfEach(size, links)
  return links.filter(link => {
    const isInside = circles[link.newer] === circles[link.older]
    if (!isInside || mayStay(link)) return true
    broken.push(link)
    return false
  })
}

/**
 * A number for each node, equal for two of them exactly when each can be reached from the other. Tarjan's strongly connected components
 * (SIAM J. Comput. 1972) with a stack of our own: chains of a hundred thousand patches would overflow that of the program.
 */
function circleOfEach(size: number, links: readonly Link[]): Int32Array {
  const next: number[][] = Array.from({ length: size }, () => [])
  for (const { newer, older } of links) next[newer]?.push(older)
  const circles = new Int32Array(size).fill(-1)
  const order = new Int32Array(size).fill(-1)
  const low = new Int32Array(size)
  const waiting: number[] = []
  let counter = 0
  for (let start = 0; start < size; start++) {
    if (order[start] !== -1) continue
    const path: { id: number; edge: number }[] = []
    const enter = (id: number): void => {
      order[id] = low[id] = counter++
      waiting.push(id)
      path.push({ id, edge: 0 })
    }
    enter(start)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { id } = top
      const target = next[id]?.[top.edge++]
      if (target !== undefined) {
        if (order[target] === -1) enter(target)
        else if (circles[target] === -1) low[id] = Math.min(low[id] ?? 0, order[target] ?? 0)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low[parent.id] = Math.min(low[parent.id] ?? 0, low[id] ?? 0)
      if (low[id] !== order[id]) continue
      for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
        circles[member] = id
        if (member === id) break
      }
    }
  }
  return circles
}
