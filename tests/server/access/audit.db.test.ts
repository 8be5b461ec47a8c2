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

interface Found {
  // What a test expects stands in the test; an answer may be anything.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly items: Record<string, any>[]
  readonly total: number
  readonly nextCursor: string | null
  readonly facets?: Record<string, { value: string; count: number }[]>
}

const ask = async (who: Person, path: string, query: string, more = ''): Promise<Found> =>
  (await who.call('GET', `${path}?${new URLSearchParams({ query }).toString()}${more}`)).body
const list = (query = '', more = ''): Promise<Found> => ask(admin, '/audit', query, more)
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
    const [newest] = (await list('action:activationKey.*', '&limit=1')).items
    expect(newest).toMatchObject({
      actor: { kind: 'apiKey', email: 'second@example.org' },
      action: 'activationKey.create',
      object: expect.stringMatching(/^activationKey:[0-9a-f-]{36}$/),
    })
  })

  it.each([
    ['action:search.share', 3],
    ['action:search', 3],
    ['action:`search.share`', 3],
    ['action:Search.*', 3],
    ['action:`Search.share`', 0],
    ['action:s_arch.*', 0],
    ['actor:second@example.org and action:activationKey.*', 1],
    ['actor:SECOND@example.org and actorKind:apiKey', 1],
    ['actor:nobody@example.org', 0],
    ['actor:me and objectKind:search', 3],
    ['ähnlich', 1],
    ['detail:Ähnlich', 1],
    ['detail:"*ähn*"', 1],
    ['detail:"100%"', 0],
    ['at>=2000 and action:search.*', 3],
    ['at<2000', 0],
    ['actorKind:[system, operator] and objectKind:search', 0],
    ['address:10.0.0.0/8', 0],
  ])('is searched by %s', async (query, want) => {
    expect(await actions(query)).toHaveLength(want)
  })

  it('is found by the thing, with its kind or without, and by the person', async () => {
    const { object, actor } = (await list('action:activationKey.*')).items[0] as {
      object: string
      actor: { id: string }
    }
    expect(await actions(`object:\`${object}\``)).toEqual(['activationKey.create'])
    expect(await actions(`objectId:${object.split(':')[1]}`)).toEqual(['activationKey.create'])
    expect(await actions(`actorId:${actor.id} and action:activationKey.*`)).toEqual(['activationKey.create'])
  })

  it('refuses what is no query whole, with the place of each mistake, in every form', async () => {
    for (const path of ['/audit', '/audit.csv', '/audit.ndjson']) {
      expect(await admin.call('GET', `${path}?query=actr:x and at:never`)).toMatchObject({
        status: 400,
        body: {
          code: 'query_invalid',
          errors: [
            { from: 0, to: 4, suggestions: expect.arrayContaining([expect.objectContaining({ insert: 'actor' })]) },
            { from: 14, to: 19 },
          ],
        },
      })
    }
    expect((await admin.call('GET', '/audit?action=x')).status).toBe(400)
    expect((await admin.call('GET', '/audit?having=name:x')).status).toBe(400)
    expect((await admin.call('GET', '/audit?status=missing')).status).toBe(400)
  })

  it('counts facets, completes what occurs, explains and says why', async () => {
    const { facets } = await list('objectKind:search', '&facets=action,actor,actorKind')
    expect(facets).toEqual({
      action: [{ value: 'search.share', count: 3 }],
      actor: [{ value: 'admin@example.org', count: 3 }],
      actorKind: [{ value: 'apiKey', count: 3 }],
    })
    const asked = async (what: string, body: object) =>
      (await admin.call('POST', `/query/${what}`, { entity: 'audit', ...body })).body
    const { options } = await asked('complete', { text: 'action:search.sh', position: 16 })
    expect(options).toMatchObject([{ insert: 'search.share', count: 3 }])
    expect(await asked('explain', { text: 'action:search.*' })).toMatchObject({ total: 3 })
    const { n } = (await list('objectKind:search', '&sort=n')).items[0] as { n: number }
    expect(await asked('why', { id: String(n), text: 'actor:me and detail is null' })).toMatchObject({
      name: 'search.share',
      matches: false,
      clauses: [{ kind: 'and' }, { holds: true, found: ['admin@example.org'] }, { holds: false, decides: true }],
    })
    expect((await admin.call('POST', '/query/why', { entity: 'audit', id: '4711', text: '' })).status).toBe(404)
  })

  it('is paged without a gap, with a total', async () => {
    const whole = await list('', '&limit=500')
    expect(whole.total).toBe(whole.items.length)
    const numbers: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list('', `&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(page.total).toBe(whole.total)
      numbers.push(...page.items.map(item => item['n'] as number))
      cursor = page.nextCursor
    }
    expect(numbers).toEqual(Array.from({ length: whole.total }, (_, n) => whole.total - n))
  })

  it('has a cursor that fits no other filter', async () => {
    const { nextCursor } = await list('', '&limit=1')
    expect((await admin.call('GET', `/audit?limit=1&query=action:x&cursor=${nextCursor}`)).status).toBe(400)
  })

  it.each(['/audit', '/audit.csv', '/audit.ndjson', '/audit/head', '/audit/heads', '/audit/verify'])(
    '%s is for administrators alone',
    async path => {
      expect((await reader.call('GET', path)).status).toBe(403)
      expect((await reader.call('GET', `/installation${path}`)).status).toBe(403)
    },
  )

  it('as CSV runs no formula', async () => {
    const { body } = await admin.call('GET', '/audit.csv?query=action:search.*')
    const [heads, ...rows] = readCsv(body as string)
    expect(heads).toEqual([
      'n',
      'at',
      'actor.kind',
      'actor.id',
      'actor.name',
      'actor.email',
      'action',
      'object',
      'detail',
      'hash',
    ])
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
    const { body } = await admin.call('GET', '/audit.ndjson?query=action:search.*')
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

describe('what searches look at', () => {
  it('is compared with the row, so that no row is hidden from them unseen', async () => {
    const verdict = async () => (await admin.call('GET', '/audit/verify')).body.problems
    const before = await verdict()
    await server.db.owner(`update audit set action_words = ' harmless ' where n = 2 and subscription_id = 1`)
    expect(await verdict()).toEqual([
      ...before,
      expect.objectContaining({ kind: 'misfiled', from: 2, to: 2, text: expect.stringMatching(/^row 2 is not found/) }),
    ])
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
    // Nor by a question: rows, counts, values and files.
    for (const query of ['actor:second@example.org', 'objectKind:activationKey', 'n>3 and detail:*ähnlich*']) {
      expect(await ask(person, '/audit', query, '&facets=actor')).toMatchObject({ total: 0, facets: { actor: [] } })
      for (const path of ['/audit.csv', '/audit.ndjson']) {
        expect(await ask(person, path, query)).not.toMatch(/ähnlich|activationKey\.create/)
      }
      const explained = await person.call('POST', '/query/explain', { entity: 'audit', text: query })
      expect(explained.body).toMatchObject({ total: 0, everything: items.length })
    }
    const completed = await person.call('POST', '/query/complete', {
      entity: 'audit',
      text: 'action:act',
      position: 10,
    })
    expect(completed.body.options).toEqual([])
    expect((await person.call('GET', '/audit/verify')).body).toMatchObject({ ok: true })
  })
})

describe('the audit of the installation', () => {
  const installation = { entity: 'audit', ofInstallation: true }
  const questions = [
    ['complete', { text: 'action:', position: 7 }],
    ['explain', { text: '' }],
    ['why', { text: '', id: '1' }],
  ] as const

  it('is searched like the others, and is another', async () => {
    const administrator = { email: 'first@example.org', name: 'First' }
    await admin.call('POST', '/subscriptions', { name: 'Elsewhere', administrator })
    // Operators know each other, and `me` is one.
    for (const query of ['actor:me and elsewhere', 'actor:admin@example.org and action:subscription.create']) {
      expect(await ask(admin, '/installation/audit', query, '&facets=actor')).toMatchObject({
        total: 1,
        items: [{ action: 'subscription.create', actor: { kind: 'apiKey', email: 'admin@example.org' } }],
        facets: { actor: [{ value: 'admin@example.org', count: 1 }] },
      })
    }
    expect((await list('elsewhere')).total).toBe(0)
    for (const form of ['csv', 'ndjson']) {
      expect(await ask(admin, `/installation/audit.${form}`, 'elsewhere')).toContain('subscription.create')
      expect(await ask(admin, `/installation/audit.${form}`, 'nowhere')).not.toContain('subscription.create')
    }
    for (const [what, body] of questions) {
      expect((await admin.call('POST', `/query/${what}`, { ...installation, ...body })).status).toBe(200)
    }
    const completed = await admin.call('POST', '/query/complete', { ...installation, text: 'actor:adm', position: 9 })
    expect(completed.body.options).toMatchObject([{ label: 'admin@example.org', count: 1 }])
  })

  it('is for operators alone, and no other entity has one', async () => {
    const { person } = await addMember(server, 'third@example.org', 'administrator')
    for (const [what, body] of questions) {
      expect((await person.call('POST', `/query/${what}`, { ...installation, ...body })).status).toBe(403)
      expect((await reader.call('POST', `/query/${what}`, { entity: 'audit', ...body })).status).toBe(403)
      const wrong = await admin.call('POST', `/query/${what}`, { ...installation, ...body, entity: 'asset' })
      expect(wrong).toMatchObject({ status: 400, body: { code: 'malformed' } })
    }
  })
})
