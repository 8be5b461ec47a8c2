import { importPublicKey, type PublicKey } from '@patchyard/protocol'
import type { DoorKey } from '../../../storage/ports/enrol-store.ts'
import type { Storage } from '../../../storage/storage.ts'

export interface KnownKey {
  readonly record: DoorKey
  readonly publicKey: PublicKey
}

/**
 * keyid → key, remembered. The public key of a keyid never changes; its state and asset do (rekey, revocation, a
 * reinstalled machine that goes on as another asset), perhaps in another process. So a remembered record only lets a
 * request through to the agent's line, which knows its own key under its lock; where they differ, `renew` looks again.
 */
export interface DoorKeys {
  find(keyid: string): Promise<KnownKey | null>
  /** The activation key of that id. Whether it may still be used is asked of its own row, in the transaction that uses it. */
  findActivation(keyid: string): Promise<KnownKey | null>
  /** Looks anew. Null: what was remembered is what the database says. */
  renew(stale: DoorKey): Promise<KnownKey | null>
  forget(keyid: string): void
}

/** 20,000 keys are about 20 MB. Unknown keyids are not remembered: they would be memory for strangers. */
const REMEMBERED = 20_000
/** Hosts that enrol together use the same one. */
const ACTIVATIONS = 1000

export function createDoorKeys(storage: Pick<Storage, 'findKey'>): DoorKeys {
  const remembered = new Map<string, KnownKey>()
  const activations = new Map<string, KnownKey>()

  async function read(keyid: string): Promise<KnownKey | null> {
    const record = await storage.findKey(keyid)
    if (record === null) return null
    const known = { record, publicKey: importPublicKey(record.publicKey) }
    if (record.kind === 'agent' && record.state === 'current') keep(remembered, REMEMBERED, known)
    if (record.kind === 'activation') keep(activations, ACTIVATIONS, known)
    return known
  }

  return {
    async find(keyid) {
      return remembered.get(keyid) ?? read(keyid)
    },
    async findActivation(keyid) {
      const known = activations.get(keyid) ?? (await read(keyid))
      return known?.record.kind === 'activation' ? known : null
    },
    async renew(stale) {
      remembered.delete(stale.keyid)
      const known = await read(stale.keyid)
      if (known === null) return null
      const { record } = known
      const same =
        record.assetId === stale.assetId && record.state === stale.state && record.replacedBy === stale.replacedBy
      return same ? null : known
    },
    forget(keyid) {
      remembered.delete(keyid)
    },
  }
}

function keep(kept: Map<string, KnownKey>, most: number, known: KnownKey): void {
  if (kept.size >= most) kept.delete(kept.keys().next().value as string)
  kept.set(known.record.keyid, known)
}

/** The record of a key and the agent's line disagree about who speaks. Nothing was written. */
export class StaleKey extends Error {
  override readonly name: string = 'StaleKey'
}
