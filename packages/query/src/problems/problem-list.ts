import type { QueryProblem } from './problem.ts'

/** More are not collected: nobody reads them, and a hostile text could have one for each of its characters. */
export const MAX_PROBLEMS = 100

/** Collects what is wrong with one text. */
export class ProblemList {
  readonly #problems: QueryProblem[] = []

  readonly report = (problem: QueryProblem): void => {
    if (!this.isFull) this.#problems.push(problem)
  }

  get isFull(): boolean {
    return this.#problems.length >= MAX_PROBLEMS
  }

  get size(): number {
    return this.#problems.length
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0
  }

  /** In the order of the text. */
  inOrder(): readonly QueryProblem[] {
    return this.#problems.toSorted((a, b) => a.from - b.from || a.to - b.to)
  }
}
