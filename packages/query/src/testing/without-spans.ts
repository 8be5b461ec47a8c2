/** A copy of a tree without its offsets: what `parse(print(q))` and `parse(q)` have in common. */
export const withoutSpans = (tree: unknown): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      typeof value === 'number' && (key === 'from' || key === 'to') ? undefined : value,
    ),
  )
