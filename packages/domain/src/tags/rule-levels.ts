/** Tags whose assets a dynamic tag's rule asks for, those below the named ones included. Static tags have no entry. */
export type AskedTags = ReadonlyMap<number, ReadonlySet<number>>

export type RuleLevels =
  | { readonly kind: 'levels'; readonly levels: ReadonlyMap<number, number> }
  /** Tags of which each asks for the next, and the last for the first. */
  | { readonly kind: 'circle'; readonly tags: readonly number[] }

/**
 * The order in which rules are asked: level 0 asks for no dynamic tag, every other rule stands above all whose tags it asks
 * for. Rules that go round have no answer: with `A: not tags.name:B` and `B: tags.name:A` every state contradicts itself.
 */
export function ruleLevels(asked: AskedTags): RuleLevels {
  const levels = new Map<number, number>()
  const path: number[] = []
  const onPath = new Set<number>()

  function visit(id: number): readonly number[] | null {
    if (levels.has(id)) return null
    if (onPath.has(id)) return path.slice(path.indexOf(id))
    onPath.add(id)
    path.push(id)
    let level = 0
    for (const other of asked.get(id) ?? []) {
      if (!asked.has(other)) continue
      const circle = visit(other)
      if (circle !== null) return circle
      level = Math.max(level, (levels.get(other) ?? 0) + 1)
    }
    path.pop()
    onPath.delete(id)
    levels.set(id, level)
    return null
  }

  for (const id of asked.keys()) {
    const circle = visit(id)
    if (circle !== null) return { kind: 'circle', tags: circle }
  }
  return { kind: 'levels', levels }
}
