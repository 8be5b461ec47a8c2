import { describe, expect, it } from 'vitest'
import type { Bench } from './storage.contract.ts'
import { type ActivationKeyToAdd, hex16, hex32, newAsset, newLine, NOW } from './storage-under-test.ts'

export function enrolContract({ inFirst, inSecond, asset, fresh, under }: Bench): void {
  const key = async (changes: Partial<ActivationKeyToAdd> = {}): Promise<string> => {
    const keyid = hex32(0xfff000 + fresh())
    const blank = { keyid, maxUses: null, validFromMs: NOW - 1000, expiresMs: null, allowedNetworks: [] }
    await under().addActivationKey(under().first, { ...blank, ...changes })
    return keyid
  }

  describe('enrolment', () => {
    it('a nonce counts once', async () => {
      const nonce = hex16(0xabc000 + fresh())
      const use = () => inFirst(({ enrol }) => enrol.useNonce(nonce, NOW))
      expect([await use(), await use()]).toEqual([true, false])
    })

    it.each<[string, Partial<ActivationKeyToAdd>, string | null, boolean]>([
      ['a valid key', {}, '10.0.0.1', true],
      ['a peer of unknown address', {}, null, true],
      ['a key from tomorrow', { validFromMs: NOW + 1 }, '10.0.0.1', false],
      ['a key that ended this moment', { expiresMs: NOW }, '10.0.0.1', false],
      ['a key that ends next moment', { expiresMs: NOW + 1 }, '10.0.0.1', true],
      ['a peer in the network', { allowedNetworks: ['192.168.0.0/16', '10.0.0.0/8'] }, '10.9.9.9', true],
      ['a peer outside', { allowedNetworks: ['10.0.0.0/8'] }, '11.0.0.1', false],
      ['a peer of the other family', { allowedNetworks: ['10.0.0.0/8'] }, '::1', false],
      ['a peer in a network of version 6', { allowedNetworks: ['2001:db8::/32'] }, '2001:db8::5', true],
      ['an unknown peer where networks are named', { allowedNetworks: ['10.0.0.0/8'] }, null, false],
    ])('%s: usable or not', async (_, changes, peer, usable) => {
      const keyid = await key(changes)
      const used = await inFirst(({ enrol }) => enrol.useActivationKey(keyid, peer, NOW))
      expect(used !== null).toBe(usable)
    })

    it('uses are counted exactly, also by many at once, and not by what was rolled back', async () => {
      const keyid = await key({ maxUses: 3 })
      const use = () => inFirst(({ enrol }) => enrol.useActivationKey(keyid, '10.0.0.1', NOW))
      await inFirst(async ({ enrol }) => {
        await enrol.useActivationKey(keyid, '10.0.0.1', NOW)
        throw new Error('no')
      }).catch(() => {})
      const uses = await Promise.all([use(), use(), use(), use(), use()])
      expect(uses.filter(one => one !== null)).toHaveLength(3)
      expect(await inSecond(({ enrol }) => enrol.useActivationKey(keyid, '10.0.0.1', NOW))).toBeNull()
    })

    it('the same hardware is found among agents that are active or quarantined', async () => {
      const n = 0x5000 + fresh()
      const { facts } = newAsset(n)
      const assetId = await inFirst(async ({ enrol, lines }) => {
        const id = await enrol.insertAsset(newAsset(n), NOW)
        await lines.insert(newLine(id, under().first, { standing: 'pending' }))
        return id
      })
      const find = () => inFirst(({ enrol }) => enrol.findLookalike(facts))
      expect(await find()).toBeNull()
      await inFirst(({ lines }) => lines.save(newLine(assetId, under().first)))
      expect(await find()).toBe(assetId)
    })

    it('a key id belongs to one agent; a replaced key names its successor', async () => {
      const assetId = await asset()
      const [old, next] = [hex32(0xeee000 + fresh()), hex32(0xeee000 + fresh())]
      const publicKey = new Uint8Array(32).fill(7)
      const add = () =>
        inFirst(({ enrol }) => enrol.insertAgentKey({ keyid: old, publicKey, assetId, enrolledWith: hex32(3) }))
      expect([await add(), await add()]).toEqual([true, false])
      const replaced = await inFirst(({ enrol }) => enrol.replaceAgentKey(old, { keyid: next, publicKey, assetId }))
      expect(replaced).toBe(true)
      const { storage, first } = under()
      expect(await storage.findKey(old)).toMatchObject({ state: 'replaced', replacedBy: next, assetId })
      const found = await storage.findKey(next)
      expect(found).toMatchObject({ state: 'current', subscriptionId: first, kind: 'agent', enrolledWith: hex32(3) })
      expect(Buffer.from(found?.publicKey ?? []).equals(publicKey)).toBe(true)
      expect(await storage.findKey(hex32(0xdead))).toBeNull()
    })
  })
}
