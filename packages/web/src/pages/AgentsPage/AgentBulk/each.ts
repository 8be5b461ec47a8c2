export interface EachResult<T> {
  readonly done: number
  readonly failed: readonly { readonly of: T; readonly error: unknown }[]
}

/** One after the other, so that a long list is no storm; one that fails does not hold back the others. */
export async function each<T>(list: readonly T[], act: (one: T) => Promise<unknown>): Promise<EachResult<T>> {
  const failed: { of: T; error: unknown }[] = []
  for (const one of list) {
    try {
      await act(one)
    } catch (error) {
      failed.push({ of: one, error })
    }
  }
  return { done: list.length - failed.length, failed }
}
