/** DSA-1-3 takes the place of DSA-1-2 and DSA-1-1; lists before 2004 write no revision for the first. [] for any other name. */
export function earlierRevisions(name: string): string[] {
  const match = /^((?:DSA|DLA|ELA)-[0-9]{1,6})-([0-9]{1,3})$/.exec(name)
  const revision = Number(match?.[2] ?? 1)
  return Array.from({ length: Math.max(0, revision - 1) }, (_, i) => `${match?.[1] ?? ''}-${revision - 1 - i}`)
}
