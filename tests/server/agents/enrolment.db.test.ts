import { packagesSection, updatesSection } from '@patchyard/protocol'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { newFacts, newSigner, send, WireAgent } from '../wire-agent.ts'

let server: TestServer
let admin: Person

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
})
afterAll(() => server[Symbol.asyncDispose]())

const later = (ms: number): string => new Date(server.context.clock.nowMs() + ms).toISOString()
const assetOf = async (agent: WireAgent): Promise<string> =>
  (await admin.call('GET', `/agents/${agent.state.agentId}`)).body.assetId as string

describe('activation keys', () => {
  it('with ten uses let exactly ten of fifty in that come at once', async () => {
    const key = await activationKey(admin, { maxUses: 10 })
    const tried = await Promise.all(Array.from({ length: 50 }, () => WireAgent.tryEnrol(server, key)))
    const statuses = Map.groupBy(tried, one => one.reply.status)
    expect(statuses.get(200)).toHaveLength(10)
    const refused = tried.filter(one => one.reply.status !== 200)
    // A peer's twenty-first refusal within a minute is counted as too many.
    for (const { reply } of refused) expect([401, 429]).toContain(reply.status)
    const [row] = await server.db.owner('select uses from activation_key where max_uses = 10')
    expect(row).toEqual({ uses: 10 })
  })

  it('that are expired, not yet valid, revoked or for another network are refused with one text', async () => {
    const soon = await activationKey(admin, { expiresAt: later(60_000) })
    await server.db.owner(`update activation_key set expires_at = $1 where expires_at is not null`, [later(-1000)])
    const tomorrow = await activationKey(admin, { validFrom: later(86_400_000) })
    const elsewhere = await activationKey(admin, { allowedNetworks: ['10.0.0.0/8'] })
    const revoked = await activationKey(admin, { title: 'to revoke' })
    const listed = await admin.call('GET', '/activation-keys?search=x&limit=1')
    expect(listed.status).toBe(200)
    const keys = await admin.call('GET', '/activation-keys')
    const id = keys.body.items.find((k: { title: string }) => k.title === 'to revoke').id as string
    await admin.call('DELETE', `/activation-keys/${id}`)
    const texts = new Set<string>()
    for (const key of [soon, tomorrow, elsewhere, revoked]) {
      const { reply } = await WireAgent.tryEnrol(server, key)
      expect(reply).toMatchObject({ status: 401, json: { code: 'enroll_refused' } })
      texts.add(reply.text)
    }
    expect(texts.size).toBe(1)
    const here = await activationKey(admin, { allowedNetworks: ['127.0.0.0/8'] })
    expect((await WireAgent.tryEnrol(server, here)).reply.status).toBe(200)
  })

  it('used once more by the same host give the same agent and count once; with another key of ours 409', async () => {
    const [first, second] = [await activationKey(admin, { maxUses: 5, title: 'counted' }), await activationKey(admin)]
    const signer = newSigner()
    const one = await WireAgent.tryEnrol(server, first, { signer })
    const two = await WireAgent.tryEnrol(server, first, { signer })
    expect(two.reply.answer?.agent).toBe(one.reply.answer?.agent)
    const [row] = await server.db.owner(`select uses from activation_key where title = 'counted'`)
    expect(row).toEqual({ uses: 1 })
    expect((await WireAgent.tryEnrol(server, second, { signer })).reply).toMatchObject({
      status: 409,
      json: { code: 'key_known' },
    })
  })

  it('ten times at once with the same new key make one agent', async () => {
    const key = await activationKey(admin)
    const signer = newSigner()
    const facts = newFacts()
    const tried = await Promise.all(
      Array.from({ length: 10 }, () => WireAgent.tryEnrol(server, key, { signer, facts })),
    )
    expect(new Set(tried.map(one => one.reply.status))).toEqual(new Set([200]))
    expect(new Set(tried.map(one => one.reply.answer?.agent)).size).toBe(1)
  })

  it('a server nonce serves one enrolment', async () => {
    const key = await activationKey(admin)
    const hello = await send(server, '/agent/v1/hello', { from: 1 })
    const { serverNonce } = hello.json as { serverNonce: string }
    expect((await WireAgent.tryEnrol(server, key, { serverNonce })).reply.status).toBe(200)
    expect((await WireAgent.tryEnrol(server, key, { serverNonce })).reply.json.code).toBe('enroll_refused')
  })
})

describe('agents that have to wait', () => {
  it('are pending: check-in and nothing else, until somebody accepts them', async () => {
    const key = await activationKey(admin, { autoAccept: false })
    const agent = await WireAgent.enrol(server, key)
    expect((await agent.checkIn()).answer?.standing).toBe('pending')
    const report = await agent.report(new Map([['packages.1', []]]))
    expect(report).toMatchObject({ status: 403, json: { code: 'standing' } })
    const accepted = await admin.call('POST', `/agents/${agent.state.agentId}/accept`, {})
    expect(accepted.body.status).toBe('active')
    expect((await agent.checkIn()).answer?.standing).toBe('active')
    expect((await agent.report(new Map([['packages.1', []]]))).status).toBe(200)
    expect((await admin.call('POST', `/agents/${agent.state.agentId}/accept`, {})).status).toBe(409)
  })

  it('and are rejected, or were revoked, hear it in a signed answer and can do nothing', async () => {
    const key = await activationKey(admin, { autoAccept: false })
    const rejected = await WireAgent.enrol(server, key)
    await admin.call('POST', `/agents/${rejected.state.agentId}/reject`)
    expect(await rejected.checkIn()).toMatchObject({ status: 403, answer: { standing: 'rejected' } })
    const revoked = await WireAgent.enrol(server, await activationKey(admin))
    await revoked.checkIn()
    await admin.call('POST', `/agents/${revoked.state.agentId}/revoke`)
    expect(await revoked.checkIn()).toMatchObject({ status: 410, answer: { standing: 'revoked' } })
    const document = Buffer.from(JSON.stringify({ sha256: '0'.repeat(64) }))
    expect((await revoked.send('/agent/v1/document', document)).status).toBe(410)
    for (const verb of ['accept', 'reject', 'revoke', 'resume']) {
      const body = verb === 'accept' ? {} : verb === 'resume' ? { machine: revoked.machine } : undefined
      expect((await admin.call('POST', `/agents/${revoked.state.agentId}/${verb}`, body)).status).toBe(409)
    }
  })
})

describe('a reinstalled machine', () => {
  it('is recognised by its hardware, waits, and goes on as the asset it was, with its history', async () => {
    const key = await activationKey(admin)
    const facts = newFacts()
    const before = await WireAgent.enrol(server, key, { facts, hostname: 'was' })
    await before.checkIn()
    const update = updatesSection.toRow({
      patch: 'deb:debian/bookworm/reinstalled@2',
      package: 'reinstalled',
      arch: 'amd64',
      candidate: '2',
      installed: '1',
      title: 'reinstalled 2',
      isSecurity: true,
      origin: 'Debian-Security',
      repository: 'bookworm-security',
      authenticated: true,
      sizeBytes: null,
      blocked: null,
      description: '',
    })
    await before.report(
      new Map([
        ['packages.1', []],
        ['updates.1', [update]],
      ]),
    )
    const assetId = await assetOf(before)

    const after = await WireAgent.enrol(server, key, { facts, hostname: 'is' })
    // The key is remembered by the door under its first asset: what comes next must not depend on that.
    expect((await after.checkIn()).answer?.standing).toBe('pending')
    const shown = await admin.call('GET', `/agents/${after.state.agentId}`)
    expect(shown.body).toMatchObject({ status: 'pending', looksLike: { id: assetId, name: 'was' } })
    const accepted = await admin.call('POST', `/agents/${after.state.agentId}/accept`, { as: assetId })
    expect(accepted.body).toMatchObject({ status: 'active', assetId })

    expect((await after.checkIn()).answer?.standing).toBe('active')
    const rows = [
      packagesSection.toRow({
        name: 'reinstalled',
        arch: 'amd64',
        version: '2',
        scheme: 'deb',
        sourceName: '',
        sourceVersion: '',
        vendor: '',
        held: false,
        state: 'installed',
      }),
    ]
    expect(
      (
        await after.report(
          new Map([
            ['packages.1', rows],
            ['updates.1', []],
          ]),
        )
      ).status,
    ).toBe(200)
    expect((await before.checkIn()).status).toBe(401)
    const asset = await admin.call('GET', `/assets/${assetId}`)
    expect(asset.body).toMatchObject({ name: 'is', agentId: after.state.agentId, missingPatchCount: 0 })
    const total = await admin.call('GET', '/agents?search=is')
    expect(total.status).toBe(200)
    const findings = await admin.call('GET', `/assets/${assetId}/findings?status=installed`)
    expect(findings.body.items).toHaveLength(1)
  })
})

describe('a new key for the same agent', () => {
  it('is current once the server has it; the lost reply is repeated with the old key, which serves nothing else', async () => {
    const agent = await WireAgent.enrol(server, await activationKey(admin))
    await agent.checkIn()
    const [old, next] = [agent.state.signer, newSigner()]
    const link = agent.nextLink()
    const lost = await agent.rekey(next, link)
    expect(lost.answer).toMatchObject({ rekeyed: next.keyid })
    expect((await agent.checkIn()).status).toBe(401)
    agent.state.links = [link.prev, link.next]
    agent.state.seq = link.seq
    const again = await agent.rekey(next, agent.sameLink(), old)
    expect(again).toMatchObject({ status: 200, answer: { rekeyed: next.keyid } })
    const third = await agent.rekey(newSigner(), agent.sameLink(), old)
    expect(third.status).toBe(401)
    agent.take(again.answer!)
    agent.state.signer = next
    expect((await agent.checkIn()).status).toBe(200)
  })

  it('cannot be a key that is enrolled already, and the agent keeps its own', async () => {
    const key = await activationKey(admin)
    const [agent, other] = [await WireAgent.enrol(server, key), await WireAgent.enrol(server, key)]
    const taken = await agent.rekey(other.state.signer, agent.nextLink())
    expect(taken).toMatchObject({ status: 409, json: { code: 'key_known' } })
    expect((await agent.checkIn()).status).toBe(200)
    expect((await other.checkIn()).status).toBe(200)
  })
})
