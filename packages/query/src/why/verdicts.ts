import type { Clause } from '../explain/clauses.ts'

export type Verdicts = ReadonlyMap<Clause, boolean>

/** The clauses that an object must be asked about; what joins them follows from their answers. */
export const clausesToJudge = (clause: Clause): readonly Clause[] => {
  const inner = clause.children.flatMap(clausesToJudge)
  return isJoint(clause) ? inner : [clause, ...inner]
}

const isJoint = ({ node: { kind } }: Clause): boolean => kind === 'and' || kind === 'or' || kind === 'not'

/** The verdict of every clause, from those of the clauses that were judged. */
export function allVerdicts(root: Clause, judged: Verdicts): Verdicts {
  const verdicts = new Map<Clause, boolean>()
  const visit = (clause: Clause): boolean => {
    const inner = clause.children.map(visit)
    const verdict = verdictOf(clause, inner, judged)
    verdicts.set(clause, verdict)
    return verdict
  }
  visit(root)
  return verdicts
}

function verdictOf(clause: Clause, inner: readonly boolean[], judged: Verdicts): boolean {
  switch (clause.node.kind) {
    case 'and':
      return inner.every(Boolean)
    case 'or':
      return inner.some(Boolean)
    case 'not':
      return inner[0] === false
    default:
      return judged.get(clause) === true
  }
}

/** The clauses that the outcome hangs on: of a false "and" those that are false, of a true "or" those that are true. */
export function decidingOf(root: Clause, verdicts: Verdicts): ReadonlySet<Clause> {
  const deciding = new Set<Clause>()
  const visit = (clause: Clause): void => {
    deciding.add(clause)
    // What stands in a group is about one child; the group as a whole is what decides.
    if (clause.node.kind === 'group') return
    const verdict = verdicts.get(clause)
    const same = clause.children.filter(child => clause.node.kind === 'not' || verdicts.get(child) === verdict)
    for (const child of same) visit(child)
  }
  visit(root)
  return deciding
}
