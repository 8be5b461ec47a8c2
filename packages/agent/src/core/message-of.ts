/** What was thrown, in its own words; adapters and platforms promise errors, but programs may throw anything. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
