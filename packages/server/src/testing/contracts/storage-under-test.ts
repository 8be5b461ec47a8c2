import type { Licence } from '@patchyard/domain'
import type { LineRecord } from '../../storage/ports/line-record.ts'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import type { Storage } from '../../storage/storage.ts'
import type { NewAsset } from '../../storage/ports/enrol-store.ts'

/** A storage with two subscriptions, and the little that its ports cannot arrange or show. */
export interface StorageUnderTest extends AsyncDisposable {
  readonly storage: Storage
  readonly first: number
  readonly second: number
  addActivationKey(subscriptionId: number, key: ActivationKeyToAdd): Promise<void>
  /** To the first subscription. */
  giveLicence(licence: Licence): Promise<void>
  /** The first subscription, or lets it go on. */
  suspend(suspended: boolean): Promise<void>
  /** Runs told of after COMMIT, in order. */
  readonly touchedRuns: readonly number[]
}

export interface ActivationKeyToAdd {
  readonly keyid: string
  readonly maxUses: number | null
  readonly validFromMs: number
  readonly expiresMs: number | null
  readonly allowedNetworks: readonly string[]
}

export const NOW = 1_795_286_400_000
export const hex16 = (n: number): string => n.toString(16).padStart(32, '0')
export const hex32 = (n: number): string => n.toString(16).padStart(64, '0')
export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export const newAsset = (n: number, changes: Partial<NewAsset> = {}): NewAsset => ({
  agentId: uuid(0x1000 + n),
  assetPublicId: uuid(0x2000 + n),
  hostname: `host-${n}`,
  platform: 'linux',
  os: 'Debian GNU/Linux 12 (bookworm)',
  arch: 'x86_64',
  agentVersion: '0.1.0',
  facts: { machineId: hex32(n), smbios: hex32(0x100 + n), rootfs: '' },
  activationKeyId: 1,
  givesTags: false,
  licensed: false,
  looksLike: null,
  active: true,
  ...changes,
})

export const newLine = (assetId: number, subscriptionId: number, changes: Partial<LineRecord> = {}): LineRecord => ({
  assetId,
  subscriptionId,
  agentId: uuid(0x3000 + assetId),
  keyid: hex32(0x4000 + assetId),
  standing: 'active',
  standingWhy: null,
  standingAtMs: NOW,
  seq: 0,
  link: hex16(1),
  ring: [],
  machine: hex16(0xaa),
  machineAtMs: null,
  adoptMachine: null,
  adoptAtMs: null,
  boot: hex16(0xbb),
  seenAtMs: NOW,
  address: null,
  manifestVersion: 0,
  workVersion: 0,
  manifestWork: -1,
  manifestExpiresMs: null,
  inventory: null,
  scanAfterMs: null,
  noticedAtMs: null,
  haveRoot: 0,
  speakers: [],
  progress: [],
  problems: [],
  agentVersion: '0.1.0',
  features: [],
  zone: '',
  clockOffMs: null,
  quotaDay: 0,
  quotaNames: 0,
  quotaEvents: 0,
  settingsDigest: null,
  settingsUntilMs: null,
  haveManifest: 0,
  ...changes,
})

export const newTask = (n: number, assetId: number, changes: Partial<TaskRecord> = {}): Omit<TaskRecord, 'id'> => ({
  assetId,
  subscriptionId: 0,
  publicId: uuid(0x5000 + n),
  runId: 1,
  jobId: 1,
  state: 'planned',
  reason: null,
  document: `{"task":${n}}`,
  sha256: hex32(0x6000 + n),
  notBeforeMs: NOW,
  startBeforeMs: NOW + 1000,
  finishBeforeMs: NOW + 1000,
  createdAtMs: NOW,
  changedAtMs: NOW,
  sentAtMs: null,
  receivedAtMs: null,
  beganAtMs: null,
  endedAtMs: null,
  rebooted: false,
  cancelAskedAtMs: null,
  verifyAfterMs: null,
  items: [
    {
      n: 1,
      patchId: 7,
      state: 'pending',
      reason: null,
      packages: [{ name: 'openssl', arch: 'amd64', from: '1', to: '2' }],
      exitCode: null,
      output: null,
      beganAtMs: null,
      endedAtMs: null,
      verifiedAtMs: null,
    },
  ],
  ...changes,
})
