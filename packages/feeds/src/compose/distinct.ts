/** Each once, sorted: composing the same facts in another order gives the same patch. */
export const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted()
