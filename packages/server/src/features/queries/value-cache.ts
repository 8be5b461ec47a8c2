import type { CompletionOption } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { foldText } from '@patchyard/query'

/** Counts in a list of proposals may be this old: who types a word asks once, not for each letter. */
const KEPT_MS = 60_000
const MOST_KEPT = 2000
/** As many as compileValues gives; fewer are all there are. */
const MOST_VALUES = 20

export interface ValueCache {
  /**
   * Values that begin with `prefix`, from what was read before where that says it all: the same prefix, or a shorter one that
   * fewer values begin with than are given at once (`derives`: the token's values come most first). `whose` tells apart who
   * may not see each other's counts.
   */
  find(
    asked: { readonly whose: string; readonly prefix: string; readonly derives: boolean },
    read: () => Promise<readonly CompletionOption[] | null>,
  ): Promise<readonly CompletionOption[]>
}

interface Kept {
  readonly atMs: number
  readonly values: readonly CompletionOption[]
}

/** `read` gives null when it took too long: nothing is kept then. */
export function createValueCache(clock: Clock): ValueCache {
  const kept = new Map<string, Kept>()
  const fresh = (key: string): Kept | undefined => {
    const found = kept.get(key)
    return found !== undefined && clock.monotonicMs() - found.atMs < KEPT_MS ? found : undefined
  }
  return {
    async find({ whose, prefix, derives }, read) {
      const folded = foldText(prefix)
      const key = (length: number): string => `${whose}\0${folded.slice(0, length)}`
      const same = fresh(key(folded.length))
      if (same !== undefined) return same.values
      for (let length = derives ? folded.length - 1 : -1; length >= 0; length -= 1) {
        const shorter = fresh(key(length))
        if (shorter !== undefined && shorter.values.length < MOST_VALUES)
          return shorter.values.filter(value => foldText(value.label).startsWith(folded))
      }
      const values = await read()
      if (values === null) return []
      kept.delete(key(folded.length))
      kept.set(key(folded.length), { atMs: clock.monotonicMs(), values })
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break
        kept.delete(oldest)
      }
      return values
    },
  }
}
