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
  /** Looks anew. Null: what was remembered is what the database says. */
  renew(stale: DoorKey): Promise<KnownKey | null>
  forget(keyid: string): void
}

/** 20,000 keys are about 20 MB. Unknown keyids are not remembered: they would be memory for strangers. */
const REMEMBERED = 20_000

export function createDoorKeys(storage: Pick<Storage, 'findKey'>): DoorKeys {
  const remembered = new Map<string, KnownKey>()

  async function read(keyid: string): Promise<KnownKey | null> {
    const record = await storage.findKey(keyid)
    if (record === null) return null
    const known = { record, publicKey: importPublicKey(record.publicKey) }
    if (record.kind === 'agent' && record.state === 'current') {
      if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value as string)
      remembered.set(keyid, known)
    }
    return known
  }

  return {
    async find(keyid) {
      return remembered.get(keyid) ?? read(keyid)
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

/** The record of a key and the agent's line disagree about who speaks. Nothing was written. */
export class StaleKey extends Error {
  override readonly name: string = 'StaleKey'
}
