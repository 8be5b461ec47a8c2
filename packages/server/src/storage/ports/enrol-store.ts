import type { Facts } from '@patchyard/protocol'

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
  /** Whether the key names tags for those who enrol with it. */
  readonly givesTags: boolean
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
  /** See {@link ActivationRecord}. */
  readonly givesTags: boolean
  readonly looksLike: number | null
  readonly active: boolean
  readonly licensed: boolean
}

/** Enrolment and keys: tables door_key, used_nonce, activation_key and the asset's first row. */
export interface EnrolStore {
  /** false: the nonce was used before. */
  useNonce(nonce: string, nowMs: number): Promise<boolean>
  /** The key when it is valid now, not used up, and the peer is allowed; null otherwise. Counts and locks nothing. */
  findActivationKey(keyid: string, peer: string | null, nowMs: number): Promise<ActivationRecord | null>
  /** Counts one use of such a key; null as above. Its row is locked until the transaction ends: everybody's who enrols with it. */
  useActivationKey(keyid: string, peer: string | null, nowMs: number): Promise<ActivationRecord | null>
  /** An asset with the same hardware, or null. Compared by the caller's rule (protocol §5). */
  findLookalike(facts: Facts): Promise<number | null>
  insertAsset(asset: NewAsset, nowMs: number): Promise<number>
  /** false: the key id is there already. */
  insertAgentKey(key: { keyid: string; publicKey: Uint8Array; assetId: number; enrolledWith: string }): Promise<boolean>
  /** false: the new key id is there already; the caller gives the whole change up. */
  replaceAgentKey(oldKeyid: string, next: { keyid: string; publicKey: Uint8Array; assetId: number }): Promise<boolean>
}
