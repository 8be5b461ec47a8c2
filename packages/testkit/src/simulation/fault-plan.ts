import type { SimRandom } from './sim-random.ts'

/**
 * What goes wrong, by seed. Each kind of fault is switched on or off for a whole world, so that some worlds see one kind
 * alone, often; a kind that is on fires with the probability given at its place. Fired kinds are counted: a kind that
 * never happened in hundreds of worlds tests nothing.
 */
export interface FaultPlan<Kind extends string> {
  /** Whether this fault happens here and now. */
  fires(kind: Kind, probability: number): boolean
  /** Whether the kind is on in this world, and faults have not stopped. */
  isOn(kind: Kind): boolean
  /** Notes a fault that the caller decided by itself. */
  note(kind: Kind): void
  /** From now on everything works. */
  stop(): void
  readonly stopped: boolean
  readonly counts: ReadonlyMap<Kind, number>
}

export function createFaultPlan<Kind extends string>(
  kinds: readonly Kind[],
  random: SimRandom,
  onProbability = 0.5,
): FaultPlan<Kind> {
  const on = new Set(kinds.filter(() => random.chance(onProbability)))
  const counts = new Map<Kind, number>()
  let stopped = false
  const note = (kind: Kind): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return {
    isOn: kind => !stopped && on.has(kind),
    fires(kind, probability) {
      if (stopped || !on.has(kind) || !random.chance(probability)) return false
      note(kind)
      return true
    },
    note,
    stop() {
      stopped = true
    },
    get stopped() {
      return stopped
    },
    counts,
  }
}
