import { type FindingState, findingStates } from '@patchyard/api'

/** Values of the filter by findings as they stand in the address; the first is the usual one. */
export const statusFilter = ['all', ...findingStates] as const

/** What the server is asked for: null where findings do not matter. */
export const readStatus = (filter: string | undefined): FindingState | null =>
  findingStates.find(state => state === filter) ?? null
