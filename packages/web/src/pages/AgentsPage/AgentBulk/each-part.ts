export interface PartsDone {
  /** How many of the list. */
  readonly done: number
  /** What went wrong, one for each part that failed. */
  readonly failed: readonly unknown[]
}

/** A list in parts, one after the other, so that a long one is no storm; a part that fails does not hold back the others. */
export async function eachPart<T>(
  list: readonly T[],
  size: number,
  act: (part: readonly T[]) => Promise<unknown>,
): Promise<PartsDone> {
  const failed: unknown[] = []
  let done = 0
  for (let from = 0; from < list.length; from += size) {
    const part = list.slice(from, from + size)
    try {
      await act(part)
      done += part.length
    } catch (error) {
      failed.push(error)
    }
  }
  return { done, failed }
}
