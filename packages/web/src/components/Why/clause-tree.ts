/** Clauses as the server lists them: each belongs to the last one before it of less depth. */
interface Deep {
  readonly depth: number
}

export interface Branch<Clause> {
  readonly clause: Clause
  readonly parts: readonly Branch<Clause>[]
}

/** The tree of a list of clauses. */
export function clauseTree<Clause extends Deep>(clauses: readonly Clause[]): readonly Branch<Clause>[] {
  const roots: Growing<Clause>[] = []
  const above: Growing<Clause>[] = []
  for (const clause of clauses) {
    const branch: Growing<Clause> = { clause, parts: [] }
    while ((above.at(-1)?.clause.depth ?? -1) >= clause.depth) above.pop()
    ;(above.at(-1)?.parts ?? roots).push(branch)
    above.push(branch)
  }
  return roots
}

interface Growing<Clause> {
  readonly clause: Clause
  readonly parts: Growing<Clause>[]
}
