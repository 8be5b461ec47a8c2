import type { Facts } from '@patchyard/protocol'
import type { FindingStore } from '../../findings/finding-store.ts'
import type { InventoryStore } from '../../inventory/inventory-store.ts'
import type { TaskStore } from '../../tasks/task-store.ts'
import type { LineStore } from '../line/line-store.ts'

/** A key that may speak at the door, found before the subscription is known. */
export interface DoorKey {
  readonly keyid: string
  readonly subscriptionId: number
  readonly kind: 'activation' | 'agent'
  readonly activationKeyId: number | null
  readonly assetId: number | null
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly state: 'current' | 'replaced' | 'revoked'
  readonly replacedBy: string | null
  /** Key id of the activation key that an agent key enrolled with. */
  readonly enrolledWith: string | null
}

export interface ActivationRecord {
  readonly id: number
  readonly autoAccept: boolean
}

export interface NewAsset {
  readonly agentId: string
  readonly assetPublicId: string
  readonly hostname: string
  readonly platform: string
  readonly os: string
  readonly arch: string
  readonly agentVersion: string
  readonly facts: Facts
  readonly activationKeyId: number
  readonly looksLike: number | null
  readonly active: boolean
}

/** Enrolment and keys: tables door_key, used_nonce, activation_key and the asset's first row. */
export interface EnrolStore {
  /** false: the nonce was used before. */
  useNonce(nonce: string, nowMs: number): Promise<boolean>
  /** Counts one use when the key is valid now, not used up, and the peer is allowed; null otherwise. */
  useActivationKey(keyid: string, peer: string, nowMs: number): Promise<ActivationRecord | null>
  /** An asset with the same hardware, or null. Compared by the caller's rule (protocol §5). */
  findLookalike(facts: Facts): Promise<number | null>
  insertAsset(asset: NewAsset, nowMs: number): Promise<number>
  /** false: the key id is there already. */
  insertAgentKey(key: { keyid: string; publicKey: Uint8Array; assetId: number; enrolledWith: string }): Promise<boolean>
  replaceAgentKey(oldKeyid: string, next: { keyid: string; publicKey: Uint8Array; assetId: number }): Promise<void>
}

/** Everything that one request of an agent may touch, in one transaction of its subscription. */
export interface DoorStores {
  readonly lines: LineStore
  readonly tasks: TaskStore
  readonly inventory: InventoryStore
  readonly findings: FindingStore
  readonly enrol: EnrolStore
  /** Scan and check-in intervals of the subscription, seconds. */
  settings(): Promise<{ checkInS: number; scanEveryS: number }>
  /** Told to pages when the transaction commits. */
  notify(topic: 'asset' | 'agent' | 'task', id: number): Promise<void>
  /** A run may be over: looked at after the transaction. */
  runTouched(runId: number): void
}

/** The database as the door sees it; the simulator has a twin in memory. */
export interface DoorStorage {
  findKey(keyid: string): Promise<DoorKey | null>
  inSubscription<T>(subscriptionId: number, work: (stores: DoorStores) => Promise<T>): Promise<T>
}
