/** What the filter by findings can ask for. Apart from the schemas, so that the page takes the words without them. */
export const findingStates = ['missing', 'installed', 'latestMissing'] as const
