import { createHash, createPublicKey, verify } from 'node:crypto'
import { createExportVerifier, type ExportPorts, readHead } from '@patchyard/domain'
import { readCsv, testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, addSubscription } from '../people.ts'

let server: TestServer
let admin: Person
let reader: Person

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  reader = (await addMember(server, 'reader@example.org', 'patchReader')).person
  await activationKey(admin, { title: 'first' })
  for (const name of ['web servers', '=1+1', 'ähnlich']) {
    await admin.call('POST', '/searches', { entity: 'asset', name, query: 'name:*', shared: true })
  }
  await activationKey((await addMember(server, 'second@example.org', 'administrator')).person, { title: 'second' })
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

// What a test expects stands in the test; an answer may be anything.
// oxlint-disable-next-line typescript/no-explicit-any
const list = async (query = ''): Promise<{ items: Record<string, any>[]; total: number; nextCursor: string | null }> =>
  (await admin.call('GET', `/audit?${query}`)).body
const actions = async (query: string): Promise<string[]> => (await list(query)).items.map(item => item['action'])

const ports: ExportPorts = {
  hash: text => createHash('sha256').update(text).digest('hex'),
  digest() {
    const sum = createHash('sha256')
    return { update: bytes => void sum.update(bytes), hex: () => sum.copy().digest('hex') }
  },
  verify: (key, text, signature) =>
    verify(
      null,
      Buffer.from(text),
      createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key, 'hex').toString('base64url') },
        format: 'jwk',
      }),
      Buffer.from(signature, 'hex'),
    ),
}
function check(text: string, expected: Parameters<typeof createExportVerifier>[1] = {}) {
  const verifier = createExportVerifier(ports, expected)
  verifier.push(Buffer.from(text))
  return verifier.end()
}

describe('the audit', () => {
  it('names who did what to which thing, newest first', async () => {
    const [newest] = (await list('action=activationKey.*&limit=1')).items
    expect(newest).toMatchObject({
      actor: { kind: 'apiKey', email: 'second@example.org' },
      action: 'activationKey.create',
      object: expect.stringMatching(/^activationKey:[0-9a-f-]{36}$/),
    })
  })

  it.each([
    ['action=search.share', 3],
    ['action=search.*', 3],
    ['action=Search.*', 0],
    ['action=s_arch.*', 0],
    ['actor=second@example.org&action=activationKey.*', 1],
    ['actor=SECOND@example.org&action=activationKey.*', 1],
    ['actor=nobody@example.org', 0],
    ['search=%C3%84hnlich', 1],
    ['search=100%25', 0],
    ['since=2000-01-01T00:00:00Z&action=search.*', 3],
    ['until=2000-01-01T00:00:00Z', 0],
  ])('is searched by %s', async (query, want) => {
    expect(await actions(query)).toHaveLength(want)
  })

  it('is found by the thing, with its kind or without, and by the person', async () => {
    const { object, actor } = (await list('action=activationKey.*')).items[0] as {
      object: string
      actor: { id: string }
    }
    expect(await actions(`object=${object}`)).toEqual(['activationKey.create'])
    expect(await actions(`object=${object.split(':')[1]}`)).toEqual(['activationKey.create'])
    expect(await actions(`actor=${actor.id}&action=activationKey.*`)).toEqual(['activationKey.create'])
    expect(await actions('actor=system')).toEqual([])
  })

  it('is paged without a gap, with a total', async () => {
    const whole = await list('limit=500')
    expect(whole.total).toBe(whole.items.length)
    const numbers: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(page.total).toBe(whole.total)
      numbers.push(...page.items.map(item => item['n'] as number))
      cursor = page.nextCursor
    }
    expect(numbers).toEqual(Array.from({ length: whole.total }, (_, n) => whole.total - n))
  })

  it('has a cursor that fits no other filter', async () => {
    const { nextCursor } = await list('limit=1')
    expect((await admin.call('GET', `/audit?limit=1&action=x&cursor=${nextCursor}`)).status).toBe(400)
  })

  it.each(['/audit', '/audit.csv', '/audit.ndjson', '/audit/head', '/audit/heads', '/audit/verify'])(
    '%s is for administrators alone',
    async path => {
      expect((await reader.call('GET', path)).status).toBe(403)
      expect((await reader.call('GET', `/installation${path}`)).status).toBe(403)
    },
  )

  it('as CSV runs no formula', async () => {
    const { body } = await admin.call('GET', '/audit.csv?action=search.*')
    const [heads, ...rows] = readCsv(body as string)
    expect(heads).toEqual(['n', 'at', 'actor', 'name', 'email', 'action', 'object', 'detail', 'hash'])
    expect(rows).toHaveLength(3)
    expect(rows.flat().filter(cell => /^[=+@]/.test(cell))).toEqual([])
  })

  it('verifies on the server', async () => {
    const { body } = await admin.call('GET', '/audit/verify')
    expect(body).toMatchObject({ ok: true, problems: [], rows: (await list()).total })
  })
})

describe('an export', () => {
  it('verifies without the server, with the key and the head that it was told before', async () => {
    const head = readHead(JSON.stringify((await admin.call('GET', '/audit/head')).body))
    expect(head).not.toBeNull()
    await admin.call('POST', '/searches', { entity: 'asset', name: 'later', query: 'name:*', shared: true })
    const { body } = await admin.call('GET', '/audit.ndjson')
    const verdict = check(body as string, { key: head?.key ?? '', heads: head === null ? [] : [head] })
    expect(verdict).toMatchObject({ ok: true, complete: true, problems: [] })
    expect(verdict.rows).toBe((head?.n ?? 0) + 1)
  })

  it('of a search verifies too, and says that it is one', async () => {
    const { body } = await admin.call('GET', '/audit.ndjson?action=search.*')
    expect(check(body as string)).toMatchObject({ ok: true, complete: false, rows: 4 })
  })

  it('shows what the owner of the database did to a row', async () => {
    await server.db.owner(`update audit set object = 'search:other' where n = 3 and subscription_id = 1`)
    const { body } = await admin.call('GET', '/audit.ndjson')
    expect(check(body as string).problems).toEqual([{ kind: 'changed', n: 3 }])
    expect((await admin.call('GET', '/audit/verify')).body).toMatchObject({
      ok: false,
      problems: [{ kind: 'changed', from: 3, to: 3, text: 'row 3 was changed' }],
    })
  })
})

describe('another subscription', () => {
  it('sees its own audit and nothing of this one', async () => {
    const other = await addSubscription(server, 'Other')
    const { person } = await addMember(server, 'other@example.org', 'administrator', other)
    const { items } = (await person.call('GET', '/audit?limit=500')).body
    const text = JSON.stringify(items)
    expect(text).not.toContain('second@example.org')
    expect(text).not.toContain('activationKey')
    expect((await person.call('GET', '/audit/verify')).body).toMatchObject({ ok: true })
  })
})
