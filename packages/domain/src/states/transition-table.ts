/**
 * A state machine as data: for every state, the states it may move to. The tables beside this file are the only place
 * that knows which arrow exists; stores write a state only through `assertTransition`, guarded by the old state.
 */
export type TransitionTable<S extends string> = { readonly [K in S]: readonly S[] }

/** An arrow that no table has. `code` is stable; the sentence names both ends. */
export class TransitionError extends Error {
  readonly code = 'illegal_transition'
  readonly machine: string
  readonly from: string
  readonly to: string
  constructor(machine: string, from: string, to: string) {
    super(`${machine} cannot go from ${from} to ${to}`)
    this.machine = machine
    this.from = from
    this.to = to
  }
}

export function canTransition<S extends string>(table: TransitionTable<S>, from: S, to: S): boolean {
  return table[from].includes(to)
}

/** Throws {@link TransitionError} unless the table has the arrow `from → to`. Staying in a state is not an arrow. */
export function assertTransition<S extends string>(machine: string, table: TransitionTable<S>, from: S, to: S): void {
  if (!canTransition(table, from, to)) throw new TransitionError(machine, from, to)
}

export function isTerminal<S extends string>(table: TransitionTable<S>, state: S): boolean {
  return table[state].length === 0
}
