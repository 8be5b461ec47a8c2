import { type LinkFault, linkFaults } from '@patchyard/testkit/simulation'

/** Everything that goes wrong in a world, beside the link's own faults. Each must have happened in the seeds of a run. */
export const faultKinds = [
  ...linkFaults,
  'bell ring lost',
  'agent killed',
  'agent killed at a step',
  'host rebooted',
  'host suspended',
  'host cut off',
  'host half cut off',
  'wall clock set',
  'clock dead at boot',
  'lock held by another program',
  'installed by another program',
  'scan failed',
  'journal full',
  'journal broken',
  'server killed',
  'database away',
  'commit lost before',
  'commit lost after',
  'transaction done again',
  'job cancelled',
  'job retried',
  'newer version offered',
] as const

export type FaultKind = LinkFault | (typeof faultKinds)[number]
