/** Ids that say in tests what they stand for; they have the form of random UUIDs. */
const kinds = [
  'person',
  'asset',
  'agent',
  'patch',
  'job',
  'run',
  'task',
  'apiKey',
  'activationKey',
  'other',
  'tag',
  'profile',
] as const
export type SampleKind = (typeof kinds)[number]

export const sampleId = (kind: SampleKind, n: number): string =>
  `00000000-0000-4000-800${kinds.indexOf(kind).toString(16)}-${n.toString(16).padStart(12, '0')}`

/** The same number for the same input, spread evenly: samples vary, but every run sees the same ones. */
export function spread(...seeds: readonly number[]): number {
  let hash = 2166136261
  for (const seed of seeds) {
    hash = Math.imul(hash ^ seed, 16777619)
    hash = Math.imul(hash ^ (hash >>> 13), 2246822507)
  }
  return (hash ^ (hash >>> 16)) >>> 0
}
