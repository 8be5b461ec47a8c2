import type { CompletionOption } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { foldText } from '@patchyard/query'

/** Counts in a list of proposals may be this old. Older ones are shown once more while they are read anew. */
const FRESH_MS = 60_000
const KEPT_MS = 600_000
const MOST_KEPT = 2000
/** As many as compileValues gives; fewer are all there are. */
const MOST_VALUES = 20
/** A token with no more values than this is kept whole: systems, models, vendors, people; not names of hosts. */
const MOST_WHOLE = 1000

export interface ValueCache {
  /**
   * Values that begin with `prefix`, at most 20, from what was read before where that says it all: all values of the token,
   * the same prefix, or a shorter one that fewer values begin with than are given at once (`derives`: the token's values
   * come most first). `whose` tells apart who may not see each other's counts. Null when reading took too long.
   */
  find(
    asked: { readonly whose: string; readonly prefix: string; readonly derives: boolean },
    read: ReadValues,
  ): Promise<readonly CompletionOption[] | null>
}

/** At most `most` values, most frequent first. Null when it took too long: nothing is kept then. */
export type ReadValues = (prefix: string, most: number) => Promise<readonly CompletionOption[] | null>

interface Kept {
  atMs: number
  /** Null: more than are kept whole, or too slow to find out. */
  values: readonly CompletionOption[] | null
  isBeingRead: boolean
}

export function createValueCache(clock: Clock): ValueCache {
  const wholes = new Map<string, Kept>()
  const prefixes = new Map<string, Kept>()

  const keptIn = (map: Map<string, Kept>, key: string): Kept | undefined => {
    const found = map.get(key)
    return found !== undefined && clock.monotonicMs() - found.atMs < KEPT_MS ? found : undefined
  }
  function keep(map: Map<string, Kept>, key: string, values: Kept['values']): void {
    map.delete(key)
    map.set(key, { atMs: clock.monotonicMs(), values, isBeingRead: false })
    for (const oldest of map.keys()) {
      if (map.size <= MOST_KEPT) break
      map.delete(oldest)
    }
  }

  /** Nobody waits for it: what cannot be read now is read by whoever asks next. */
  function behind(kept: Kept, work: () => Promise<void>): void {
    if (kept.isBeingRead) return
    kept.isBeingRead = true
    work().catch(() => {
      kept.isBeingRead = false
    })
  }
  const isOld = (kept: Kept): boolean => clock.monotonicMs() - kept.atMs >= FRESH_MS

  async function readWhole(whose: string, read: ReadValues): Promise<void> {
    const values = await read('', MOST_WHOLE + 1)
    keep(wholes, whose, values !== null && values.length <= MOST_WHOLE ? values : null)
  }

  async function readPrefix(
    key: string,
    prefix: string,
    read: ReadValues,
  ): Promise<readonly CompletionOption[] | null> {
    const values = await read(prefix, MOST_VALUES)
    if (values !== null) keep(prefixes, key, values)
    return values
  }

  return {
    async find({ whose, prefix, derives }, read) {
      const folded = foldText(prefix)
      const fitting = (values: readonly CompletionOption[]): readonly CompletionOption[] =>
        values.filter(value => foldText(value.label).startsWith(folded)).slice(0, MOST_VALUES)
      const whole = derives ? keptIn(wholes, whose) : undefined
      if (whole?.values != null) {
        if (isOld(whole)) behind(whole, () => readWhole(whose, read))
        return fitting(whole.values)
      }
      const key = (length: number): string => `${whose}\0${folded.slice(0, length)}`
      for (let length = folded.length; length >= (derives ? 0 : folded.length); length -= 1) {
        const kept = keptIn(prefixes, key(length))
        if (kept?.values == null || (length < folded.length && kept.values.length >= MOST_VALUES)) continue
        if (isOld(kept)) {
          behind(kept, async () => {
            await readPrefix(key(length), folded.slice(0, length), read)
          })
        }
        return length === folded.length ? kept.values : fitting(kept.values)
      }
      const values = await readPrefix(key(folded.length), prefix, read)
      if (derives && whole === undefined) {
        keep(wholes, whose, null)
        behind(wholes.get(whose) as Kept, () => readWhole(whose, read))
      }
      return values
    },
  }
}
