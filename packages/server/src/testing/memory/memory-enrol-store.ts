import { BlockList, isIPv6 } from 'node:net'
import { looksLike } from '@patchyard/protocol'
import type { EnrolStore } from '../../storage/ports/enrol-store.ts'
import type { MemoryDatabase } from './memory-database.ts'
import type { Tenant } from './tenant.ts'

/** The twin of the store on `door_key`, `used_nonce`, `activation_key` and the first row of `asset`. */
export function createMemoryEnrolStore(database: MemoryDatabase, tenant: Tenant, subscriptionId: number): EnrolStore {
  const usable = (keyid: string, peer: string | null, nowMs: number) => {
    const key = tenant.activationKeys.get(keyid)
    const may =
      key !== undefined &&
      key.revokedMs === null &&
      key.validFromMs <= nowMs &&
      (key.expiresMs === null || key.expiresMs > nowMs) &&
      (key.maxUses === null || key.uses < key.maxUses) &&
      isWithin(peer, key.allowedNetworks)
    return may ? key : null
  }
  return {
    async useNonce(nonce, nowMs) {
      if (tenant.nonces.has(nonce)) return false
      tenant.nonces.set(nonce, nowMs)
      return true
    },

    async findActivationKey(keyid, peer, nowMs) {
      const key = usable(keyid, peer, nowMs)
      return key === null ? null : { id: key.id, autoAccept: key.autoAccept, givesTags: false }
    },

    async useActivationKey(keyid, peer, nowMs) {
      const key = usable(keyid, peer, nowMs)
      if (key === null) return null
      tenant.activationKeys.set(keyid, { ...key, uses: key.uses + 1 })
      return { id: key.id, autoAccept: key.autoAccept, givesTags: false }
    },

    async findLookalike(facts) {
      const found = tenant.assets
        .rows()
        .filter(asset => {
          const standing = tenant.lines.get(asset.assetId)?.standing
          return standing === 'active' || standing === 'quarantined'
        })
        .find(asset => looksLike(facts, asset.facts))
      return found?.assetId ?? null
    },

    async insertAsset(asset, nowMs) {
      const assetId = database.nextId('asset')
      tenant.assets.set(assetId, {
        assetId,
        publicId: asset.assetPublicId,
        name: asset.hostname,
        platform: asset.platform,
        facts: asset.facts,
        looksLike: asset.looksLike,
        activatedMs: asset.active ? nowMs : null,
        isDeactivated: false,
        isLicensed: asset.licensed,
        isRemoved: false,
        pausedUntilMs: null,
        tagIds: [],
        system: null,
        interfaces: [],
        restart: [],
        scan: null,
      })
      return assetId
    },

    async insertAgentKey({ keyid, publicKey, assetId, enrolledWith }) {
      if (database.doorKeys.has(keyid)) return false
      database.doorKeys.set(keyid, {
        keyid,
        subscriptionId,
        kind: 'agent',
        activationKeyId: null,
        assetId,
        publicKey,
        state: 'current',
        replacedBy: null,
        enrolledWith,
      })
      return true
    },

    async replaceAgentKey(oldKeyid, { keyid, publicKey, assetId }) {
      const old = database.doorKeys.get(oldKeyid)
      if (old === undefined) throw new Error('no such key')
      if (database.doorKeys.has(keyid)) return false
      database.doorKeys.set(oldKeyid, { ...old, state: 'replaced', replacedBy: keyid })
      database.doorKeys.set(keyid, { ...old, keyid, publicKey, assetId, state: 'current', replacedBy: null })
      return true
    },
  }
}

function isWithin(peer: string | null, networks: readonly string[]): boolean {
  if (networks.length === 0) return true
  if (peer === null) return false
  if (peer === null) return false
  return networks.some(network => {
    const [address = '', bits = ''] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if ((family === 'ipv6') !== isIPv6(peer)) return false
    const list = new BlockList()
    list.addSubnet(address, Number(bits), family)
    return list.check(peer, family)
  })
}
