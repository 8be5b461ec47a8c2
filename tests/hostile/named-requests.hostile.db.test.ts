import { readFileSync } from 'node:fs'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, type Person, personWith } from '../server/door-client.ts'
import { addMember, addSubscription } from '../server/people.ts'
import { expectHarmless } from './oracles.ts'

const read = <T>(file: string): readonly T[] =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as readonly T[]

interface Repetition {
  readonly id: string
  readonly say: string
  readonly second: { key?: string; times?: number; body?: object; path?: string; by?: string }
  readonly status: number
  readonly code?: string
  readonly same?: boolean
}
interface Address {
  readonly id: string
  readonly say: string
  readonly url: string
  readonly method?: 'POST'
  readonly bearer?: boolean
}

let server: TestServer
let admin: Person
const secrets: Record<string, string> = {}

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const { person: colleague } = await addMember(server, 'colleague@example.org', 'administrator')
  const other = await addSubscription(server, 'Other')
  const { person: stranger } = await addMember(server, 'stranger@example.org', 'administrator', other)
  for (const [name, person] of Object.entries({ admin, colleague, stranger })) secrets[name] = await newKey(person)
})
afterAll(() => server[Symbol.asyncDispose]())

async function newKey(person: Person): Promise<string> {
  return (await person.call('POST', '/api-keys', { title: 'hostile' })).body.secret as string
}

interface Asked {
  readonly by?: string
  readonly path?: string
  readonly body?: object
}

async function create(name: string, { by = 'admin', path = '/api-keys', body = { title: 'T' } }: Asked = {}) {
  const headers = { authorization: `Bearer ${secrets[by]}`, 'idempotency-key': name }
  const reply = await server.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload: body })
  expectHarmless({ status: reply.statusCode, headers: reply.headers, text: reply.body })
  return { status: reply.statusCode, text: reply.body, replayed: reply.headers['idempotency-replayed'] }
}
const countOf = async (path: string) => (await admin.call('GET', path)).body.total as number

describe('a request under a name, then', () => {
  it.each(read<Repetition>('named-requests.json'))('$id $say', async ({ id, second, status, code, same }) => {
    const name = `name-of-request-${id}`
    const first = await create(name)
    expect([first.status, first.replayed]).toEqual([201, undefined])
    const before = await Promise.all([countOf('/api-keys'), countOf('/activation-keys')])
    const { key = second.times === undefined ? name : 'x'.repeat(second.times), ...rest } = second
    const again = await create(key, rest)
    expect([again.status, code === undefined ? undefined : JSON.parse(again.text).code]).toEqual([status, code])
    if (same !== undefined) expect([again.text === first.text, again.replayed === 'true']).toEqual([same, same])
    const after = await Promise.all([countOf('/api-keys'), countOf('/activation-keys')])
    // Only what was answered anew and in this subscription is one key more.
    const more = status === 201 && same === false && rest.by !== 'stranger' ? 1 : 0
    expect(after).toEqual([(before[0] ?? 0) + more, before[1]])
  })

  it('twenty at once have one effect, and each that is answered has the same answer', async () => {
    const before = await countOf('/api-keys')
    const all = await Promise.all(Array.from({ length: 20 }, () => create('name-of-twenty-at-once')))
    expect(await countOf('/api-keys')).toBe(before + 1)
    const answered = all.filter(one => one.status === 201)
    expect(new Set(answered.map(one => one.text)).size).toBe(1)
    expect(all.filter(one => one.status !== 201).map(one => JSON.parse(one.text).code)).toEqual(
      Array(20 - answered.length).fill('idempotency_pending'),
    )
    expect((await create('name-of-twenty-at-once')).text).toBe(answered[0]?.text)
  })

  it('a refused request leaves its name free: what was wrong may be corrected', async () => {
    const body = { title: 'T', expiresAt: '2020-01-01T00:00:00.000Z' }
    expect((await create('name-of-a-corrected-one', { body })).status).toBe(400)
    expect((await create('name-of-a-corrected-one')).status).toBe(201)
  })

  it('a day later the name is free again', async () => {
    const first = await create('name-of-yesterday-00')
    await server.context.database.inSubscription(1, trx =>
      trx
        .updateTable('idempotency_key')
        .set({ expires_at: new Date(0) })
        .execute(),
    )
    const again = await create('name-of-yesterday-00')
    expect([again.status, again.text === first.text]).toEqual([201, false])
  })

  it('what the first never came to the end of is not done again', async () => {
    await create('name-of-a-broken-one0')
    await server.context.database.inSubscription(1, trx =>
      trx.updateTable('idempotency_key').set({ answer: null }).execute(),
    )
    const before = await countOf('/api-keys')
    expect(JSON.parse((await create('name-of-a-broken-one0')).text).code).toBe('idempotency_pending')
    expect(await countOf('/api-keys')).toBe(before)
  })

  it('the database holds neither name nor secret in the clear', async () => {
    const { text } = await create('name-of-a-secret-one0')
    const rows = await server.context.database.inSubscription(1, trx =>
      trx.selectFrom('idempotency_key').selectAll().execute(),
    )
    const held = rows
      .map(row => `${row.key_hash.toString('latin1')} ${row.answer?.toString('latin1') ?? ''}`)
      .join('\n')
    expect(held).not.toContain('name-of-a-secret-one0')
    expect(held).not.toContain(JSON.parse(text).secret)
  })
})

describe('a key that stands in an address', () => {
  it.each(read<Address>('keys-in-addresses.json'))('$id $say is refused and marked', async one => {
    const secret = await newKey(admin)
    const encoded = Array.from(secret, letter => `%${letter.charCodeAt(0).toString(16)}`).join('')
    const reply = await server.app.inject({
      method: one.method ?? 'GET',
      url: one.url.replace('KEY', secret).replace('ENCODED', encoded),
      headers: one.bearer === true ? { authorization: `Bearer ${secret}` } : {},
    })
    expect([reply.statusCode, JSON.parse(reply.body).code]).toEqual([400, 'key_in_address'])
    expectHarmless({ status: reply.statusCode, headers: reply.headers, text: reply.body })
    expect(reply.body).not.toContain(secret)
    expect(JSON.stringify(server.log)).not.toContain(secret)
    const newest = (await admin.call('GET', '/api-keys?limit=1')).body.items[0] as { leakedAt: string | null }
    expect(newest.leakedAt).not.toBeNull()
    // Marked, not ended: whoever holds it may be at work with it, and a person decides.
    expect((await personWith(server, secret).call('GET', '/me')).status).toBe(200)
  })

  it('that nobody has is refused alike', async () => {
    const url = `/api/v1/me?k=pyk_${'A'.repeat(43)}`
    const reply = await server.app.inject({ method: 'GET', url })
    expect([reply.statusCode, JSON.parse(reply.body).code]).toEqual([400, 'key_in_address'])
  })

  it.each(['/api/v1/api-keys?search=pyk_', '/api/v1/api-keys?search=pyk_short'])(
    'is more than its beginning: %s',
    async url => {
      expect((await admin.call('GET', url.replace('/api/v1', ''))).status).toBe(200)
    },
  )
})
