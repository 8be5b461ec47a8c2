import type { ProfileSettings } from '@patchyard/protocol'

/** The profile of a manifest that wants nothing of a host, but for these members. */
export const profileSettings = (change: Partial<ProfileSettings> = {}): ProfileSettings => ({
  digest: 'ab'.repeat(32),
  patching: true,
  suspendScanning: false,
  cacheMb: 2048,
  bandwidthKBs: null,
  cpuPercent: null,
  memoryMb: null,
  otherUpdaters: 'leave',
  blackouts: { until: 0, spans: [] },
  ...change,
})
