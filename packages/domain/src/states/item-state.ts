import type { TransitionTable } from './transition-table.ts'

/** One patch in a task. */
export const itemStates = [
  'pending',
  'downloading',
  'installing',
  'installed',
  'alreadyInstalled',
  'failed',
  'superseded',
  'notApplicable',
  'skipped',
  'deprecated',
] as const
export type ItemState = (typeof itemStates)[number]

export const itemStateLabels: { readonly [S in ItemState]: string } = {
  pending: 'Pending',
  downloading: 'Downloading',
  installing: 'Installing',
  installed: 'Installed',
  alreadyInstalled: 'Already Installed',
  failed: 'Failed',
  superseded: 'Superseded',
  notApplicable: 'Not Applicable',
  skipped: 'Skipped',
  deprecated: 'Deprecated',
}

export const itemTransitions: TransitionTable<ItemState> = {
  pending: [
    'downloading',
    'installing',
    'installed',
    'alreadyInstalled',
    'failed',
    'superseded',
    'notApplicable',
    'skipped',
    'deprecated',
  ],
  downloading: ['installing', 'installed', 'alreadyInstalled', 'failed', 'superseded', 'notApplicable', 'skipped'],
  installing: ['installed', 'alreadyInstalled', 'failed', 'superseded', 'skipped'],
  // The agent's word is provisional: only the rescan is the truth, and it may contradict in both directions.
  installed: ['failed'],
  failed: ['installed'],
  alreadyInstalled: ['failed'],
  superseded: [],
  notApplicable: [],
  skipped: ['installed'],
  deprecated: [],
}
