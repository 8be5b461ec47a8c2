import type { Facts } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import type { LineRecord } from '../../storage/ports/line-record.ts'
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
      const found = await inFirst(({ enrol }) => enrol.findActivationKey(keyid, peer, NOW))
      expect(found !== null).toBe(usable)
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
      expect(await inFirst(({ enrol }) => enrol.findActivationKey(keyid, '10.0.0.1', NOW))).toBeNull()
      expect(await inSecond(({ enrol }) => enrol.findActivationKey(keyid, '10.0.0.1', NOW))).toBeNull()
      expect(await inSecond(({ enrol }) => enrol.useActivationKey(keyid, '10.0.0.1', NOW))).toBeNull()
    })

    /** An asset with these facts that are its own, and how its agent stands. */
    const machine = (facts: Facts, standing: LineRecord['standing']): Promise<number> =>
      inFirst(async ({ enrol, lines }) => {
        const id = await enrol.insertAsset(newAsset(0x5000 + fresh(), { facts }), NOW)
        await lines.insert(newLine(id, under().first, { standing }))
        return id
      })
    const find = (facts: Facts) => inFirst(({ enrol }) => enrol.findLookalike(facts))
    const digest = (): string => hex16(0xfac000 + fresh()) + hex16(0)
    const ownFacts = (): Facts => ({ machineId: digest(), smbios: digest(), rootfs: digest() })
    const standings: readonly [LineRecord['standing'], boolean][] = [
      ['pending', false],
      ['active', true],
      ['quarantined', true],
      ['rejected', false],
      ['revoked', false],
    ]

    it.each(standings)('the same hardware of an agent that is %s: found or not', async (standing, found) => {
      const facts = ownFacts()
      const assetId = await machine(facts, standing)
      expect(await find(facts)).toBe(found ? assetId : null)
      expect(await inSecond(({ enrol }) => enrol.findLookalike(facts))).toBeNull()
    })

    it.each<[string, readonly (keyof Facts)[], boolean]>([
      ['the hardware', ['smbios'], true],
      ['the installation on its disk', ['machineId', 'rootfs'], true],
      ['everything', ['smbios', 'machineId', 'rootfs'], true],
      ['the installation alone (a cloned image)', ['machineId'], false],
      ['the disk alone', ['rootfs'], false],
      ['nothing', [], false],
    ])('a newcomer that shares %s is like the known machine or not', async (_, shared, alike) => {
      const known = ownFacts()
      const assetId = await machine(known, 'active')
      const newcomer = { ...ownFacts(), ...Object.fromEntries(shared.map(name => [name, known[name]])) }
      expect(await find(newcomer)).toBe(alike ? assetId : null)
    })

    it.each<[string, Facts]>([
      ['has no facts', { machineId: '', smbios: '', rootfs: '' }],
      ['has no disk to tell', { ...ownFacts(), smbios: '', rootfs: '' }],
      ['has no machine id', { ...ownFacts(), smbios: '', machineId: '' }],
    ])('two hosts of which each %s are not alike', async (_, facts) => {
      await machine(facts, 'active')
      expect(await find(facts)).toBeNull()
    })

    it('of several machines that are alike the oldest is named', async () => {
      const [left, right] = [ownFacts(), ownFacts()]
      const gone = await machine(left, 'revoked')
      const byInstallation = await machine({ ...left, smbios: digest() }, 'active')
      await machine({ ...right, smbios: left.smbios }, 'active')
      expect(await find(left)).toBe(byInstallation)
      expect(gone).toBeLessThan(byInstallation)
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
