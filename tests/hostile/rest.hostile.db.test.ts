import { type RouteName, routes } from '@patchyard/api'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums, choosing } from '../server/arrange.ts'
import { firstAdmin, type Person, personWith } from '../server/door-client.ts'
import { addMember, addSubscription } from '../server/people.ts'
import { type GenericCase, genericCases, mutate, pathsOf } from './mutate.ts'
import { expectHarmless } from './oracles.ts'
import { signInBodies } from './sign-in-bodies.ts'
import { createTriedPlaces } from './tried-places.ts'

let server: TestServer
let admin: Person
let secret: string
let ids: { agents: string; assets: string; patches: string; jobs: string; searches: string; people: string }
let other: number
let before: Record<string, string>

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  secret = (await admin.call('POST', '/api-keys', { title: 'hostile' })).body.secret as string
  admin = personWith(server, secret, nextAddress)
  const { agent } = await enrolledHost(server, await activationKey(admin))
  const asset = (await admin.call('GET', '/assets')).body.items[0].id as string
  const patch = (await admin.call('GET', `/assets/${asset}/findings`)).body.items[0].patchId as string
  const job = await admin.call('POST', '/jobs', { name: 'J', ...choosing([asset], [patch]) })
  const { email } = await addMember(server, 'member@example.org', 'patchUser')
  const people = await admin.call('GET', `/people?search=${encodeURIComponent(email)}`)
  const search = await admin.call('POST', '/searches', { entity: 'asset', name: 'S', query: 'name:a' })
  ids = {
    agents: agent.id ?? '',
    assets: asset,
    patches: patch,
    jobs: job.body.id as string,
    searches: search.body.id as string,
    people: people.body.items[0].id as string,
  }
  other = await addSubscription(server, 'Other')
  const { person } = await addMember(server, 'other@example.org', 'administrator', other)
  await enrolledHost(server, await activationKey(person))
  before = await others()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

let asked = 0
/** A limit counts by address: these are many clients, each with less than it allows. */
const nextAddress = (): string => {
  asked += 1
  return `10.0.${Math.floor(asked / 1000)}.1`
}

// Counters and kept values are written by the server's own chores.
const others = () =>
  tableChecksums(server, other, ['patch_count', 'patch_count_delta', 'finding_moved', 'value_set', 'value_kept'])

const pick = () => ({ ids: [systemRandom.uuid()] })
const ofAssets = {
  scanAssets: pick,
  activateAssets: pick,
  deactivateAssets: pick,
  pauseAssets: () => ({ ...pick(), until: '2099-01-01T00:00:00.000Z', reason: 'r' }),
  resumeAssets: pick,
  previewRemoval: pick,
  removeAssets: pick,
  setAssetSettings: () => ({ staleAfterDays: 7, removeAfterDays: null }),
}
const tag = {
  name: 'T',
  description: 'd',
  colour: '#2f9e44',
  criticality: 3,
  parent: null,
  rule: { kind: 'group', match: 'any', rules: [{ kind: 'namePattern', pattern: 'web-*' }] },
}

const monthly = {
  type: 'monthlyDates',
  start: '2199-01-31T21:00',
  zone: 'Europe/Berlin',
  every: 1,
  until: '2199-12-31',
  dates: [31],
  lastDay: true,
}
/** A definition in which every kind of value stands. */
const wholeJob = () => ({
  kind: 'deployment',
  platform: 'linux',
  description: 'd',
  assets: { tags: [], matchTags: 'all', include: [ids.assets] },
  patches: { from: 'list', patches: [ids.patches] },
  schedule: monthly,
  window: { appliesTo: 'finish', minutes: 60 },
  options: { onFailure: 'stop', reboot: 'never', atOnce: 3, minAgeDays: 1, catchUp: true },
  preActions: [{ kind: 'script', name: 's', interpreter: 'sh', script: 'true', timeoutS: 60 }],
  postActions: [
    { kind: 'service', name: 'r', service: 'nginx.service', operation: 'restart' },
    { kind: 'install', name: 'i', packages: ['nginx'] },
  ],
  messages: {
    before: { title: 't', text: 't', deferrals: { count: 1, minutes: 60 } },
    reboot: { countdown: { title: 't', text: 't', minutes: 5 } },
    complete: { title: 't', text: 't', evenWhenFailed: true },
  },
})

/** A body as it should be for each route that takes one. */
const bodies: { readonly [N in RouteName]?: () => object } = {
  createFirstAdmin: () => ({
    token: `pya_${'0'.repeat(40)}`,
    email: 'x@example.org',
    name: 'X',
    password: 'correct horse battery',
  }),
  createApiKey: () => ({ title: 'T', role: 'patchReader', expiresAt: '2099-01-01T00:00:00.000Z' }),
  createActivationKey: () => ({
    title: 'T',
    autoAccept: true,
    maxUses: 1,
    validFrom: '2026-01-01T00:00:00.000Z',
    expiresAt: '2099-01-01T00:00:00.000Z',
    allowedNetworks: ['10.0.0.0/8'],
  }),
  acceptAgent: () => ({ as: systemRandom.uuid() }),
  resumeAgent: () => ({ machine: '0'.repeat(32) }),
  createJob: () => ({ name: 'T', ...wholeJob(), enable: false }),
  createAdvisory: () => ({ name: 'T', platform: 'linux', description: 'd', patches: { from: 'none' } }),
  replaceJobDefinition: () => ({ name: 'T', platform: 'linux', schedule: monthly }),
  cloneJob: () => ({ name: 'T' }),
  enableJobs: () => ({ ids: [systemRandom.uuid()] }),
  disableJobs: () => ({ ids: [systemRandom.uuid()] }),
  cancelJobs: () => ({ ids: [systemRandom.uuid()] }),
  deleteJobs: () => ({ ids: [systemRandom.uuid()] }),
  previewSchedule: () => ({ schedule: monthly, window: { appliesTo: 'start', minutes: 60 }, zones: ['UTC'], count: 3 }),
  importAssets: () => ({ csv: 'name\nweb-01\n', platform: 'linux' }),
  changeJob: () => ({ name: 'U' }),
  addCoAuthor: () => ({ person: ids.people }),
  changeJobOwner: () => ({ jobs: [ids.jobs], owner: ids.people, dryRun: true }),
  invitePerson: () => ({
    email: `${systemRandom.uuid()}@example.org`,
    name: `Person ${systemRandom.uuid()}`,
    roles: ['patchUser'],
    grants: ['dashboard.print'],
    scope: { all: false, tags: [] },
  }),
  changePerson: () => ({ name: 'Somebody Else' }),
  setPersonAccess: () => ({ roles: ['patchUser'], grants: [], scope: { all: false, tags: [] } }),
  retryJob: () => ({ tasks: [systemRandom.uuid()] }),
  checkQuery: () => ({ entity: 'asset', text: 'name:a and missingPatchCount>0' }),
  completeQuery: () => ({ entity: 'asset', text: 'name:s', position: 6 }),
  explainQuery: () => ({ entity: 'asset', text: 'name:a', having: 'isSecurity:true', status: 'missing' }),
  whyQuery: () => ({
    entity: 'asset',
    text: 'name:a',
    id: ids.assets,
    having: 'isSecurity:true',
    havingId: ids.patches,
    status: 'missing',
  }),
  noteRecentSearch: () => ({ entity: 'asset', query: 'name:a', having: 'isSecurity:true', status: 'missing' }),
  saveSearch: () => ({
    entity: 'asset',
    name: 'T',
    query: 'name:a',
    having: 'isSecurity:true',
    status: 'missing',
    shared: true,
  }),
  changeSearch: () => ({ name: 'U', query: 'name:b', having: null, status: 'installed', shared: false }),
  acceptAgents: () => ({ ids: [systemRandom.uuid()] }),
  rejectAgents: () => ({ ids: [systemRandom.uuid()] }),
  revokeAgents: () => ({ ids: [systemRandom.uuid()] }),
  ...ofAssets,
  assignTags: () => ({ action: 'assign', tags: [systemRandom.uuid()], assets: [ids.assets] }),
  createTag: () => ({ ...tag, name: systemRandom.uuid() }),
  changeTag: () => tag,
  setTagFavourite: () => ({ favourite: true }),
  previewTagRule: () => ({ rule: tag.rule, tag: systemRandom.uuid() }),
  setLicenceTags: () => ({ include: [systemRandom.uuid()], exclude: [] }),
  setLicence: () => ({ kind: 'trial', limit: 5, endAt: '2099-01-01T00:00:00.000Z' }),
  mapProgram: () => ({ name: 'Tool', publisher: 'Acme', product: null }),
  createPatchRule: () => ({
    name: 'R',
    kind: 'minAge',
    target: 'all',
    value: '',
    minAgeDays: 3,
    reason: 'r',
    tags: [systemRandom.uuid()],
    endsAt: '2099-01-01T00:00:00.000Z',
  }),
  emergencyStop: () => ({ reason: 'r', job: systemRandom.uuid() }),
  previewProgramMapping: () => ({ name: 'Tool', publisher: 'Acme', product: null }),
  createAssessmentProfile: () => ({ name: 'A', scanEveryS: 86_400, tags: [systemRandom.uuid()], enabled: true }),
  changeAssessmentProfile: () => ({ name: 'A', scanEveryS: 86_400, tags: [], enabled: true }),
  bulkAssessmentProfiles: () => ({ ids: [systemRandom.uuid()], action: 'disable' }),
  createConfigurationProfile: () => ({ name: 'C', description: 'd', tags: [systemRandom.uuid()], document: {} }),
  changeConfigurationProfile: () => ({ name: 'C', description: 'd', tags: [], document: { checkInS: 60 } }),
  bulkConfigurationProfiles: () => ({ ids: [systemRandom.uuid()], action: 'delete' }),
  orderConfigurationProfiles: () => ({ ids: [systemRandom.uuid()] }),
  // The name is taken: what is no name else makes none.
  createSubscription: () => ({ name: 'Other', administrator: { email: 'a@example.org', name: 'A' } }),
  renameSubscription: () => ({ name: 'Other' }),
  suspendSubscription: () => ({ reason: 'r' }),
  switchSubscription: () => ({ id: systemRandom.uuid() }),
  createFeed: () => ({
    feed: 'apt-repository',
    title: 'T',
    options: { distro: 'debian' },
    addresses: { release: 'https://deb.example.org/InRelease' },
    intervalS: 3600,
  }),
  changeFeed: () => ({ title: 'U', enabled: true, options: { distro: 'debian' }, addresses: {}, intervalS: 3600 }),
  syncFeed: () => ({ anew: true }),
  trustBundleKey: () => ({ name: 'T', key: '5'.repeat(64) }),
  offerBundle: () => ({ manifest: '{}', key: '5'.repeat(64), signature: '0'.repeat(128) }),
  sendBundlePiece: () => ({ sha256: 'a'.repeat(64), offset: 0, data: 'eA==' }),
}
const withBody = Object.keys(bodies) as RouteName[]

it('every route that takes a body is here', () => {
  const taking = (Object.keys(routes) as RouteName[]).filter(name => 'body' in routes[name])
  // Those of signing in are tried by sign-in.hostile.db.test.ts, with sessions: keys may not call most of them.
  expect(withBody.toSorted()).toEqual(taking.filter(name => !Object.hasOwn(signInBodies, name)).toSorted())
})

const post = (
  url: string,
  payload: Buffer | string,
  type = 'application/json',
  method: 'POST' | 'PUT' | 'PATCH' | 'GET' | 'DELETE' = 'POST',
) =>
  server.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${secret}`, 'content-type': type, 'if-match': '*' },
    // The limit on first administrators is by address, too, and is to be met.
    remoteAddress: url.endsWith('/first-admin') ? '127.0.0.1' : nextAddress(),
    payload,
  })

const isTried = createTriedPlaces()

describe.each(withBody)('%s', name => {
  it.each(genericCases)('$id in every member is refused or stored inert', { timeout: 60_000 }, async one => {
    const kind = routes[name].path.split('/')[1] as 'agents' | 'jobs' | 'searches' | 'people'
    const url = `/api/v1${routes[name].path.replace(':id', ids[kind] ?? systemRandom.uuid())}`
    const body = bodies[name]!()
    const places = pathsOf(body)
    for (const at of (one.times ?? 0) < 100_000 ? places : places.slice(0, 2)) {
      if (!isTried((routes[name] as { body?: unknown }).body, at, one)) continue
      const text = mutate(body, at, one)
      if (text === null) continue
      const reply = await post(url, text, 'application/json', routes[name].method)
      const said = `${one.id} at ${at.join('.')}: ${reply.statusCode} ${reply.body.slice(0, 300)}`
      if (reply.statusCode >= 500) throw new Error(said)
      // Ten first administrators a minute from one address: what is tried after that is not looked at.
      if (reply.statusCode === 429) return
      expectHarmless(
        { status: reply.statusCode, headers: reply.headers, text: reply.body },
        text.length > 100_000 ? '' : text,
      )
      if (one.never === true && reply.statusCode < 400) throw new Error(`${said}: must be refused`)
    }
  })

  // Once for all cases of a route: the digests of all tables take longer than the cases.
  it('changed nothing of others, and lists still answer', async () => {
    for (const path of ['/jobs', '/people', '/api-keys', '/activation-keys']) {
      expect((await admin.call('GET', path)).status).toBe(200)
    }
    expect(await others()).toEqual(before)
  })
})

const texts = genericCases.filter(
  (one): one is GenericCase & { value: string } => one.make === 'text' && one.value !== '',
)
const gets = (Object.keys(routes) as RouteName[]).filter(
  name => routes[name].method === 'GET' && 'query' in routes[name],
)

const free = ['search', 'query', 'having']
/** What the route declares, and one that it does not: all others are refused by the same line. */
const parametersOf = (name: RouteName): string[] => [
  ...Object.keys((routes[name] as unknown as { query: { properties: object } }).query.properties),
  'unknown',
]

describe.each(gets)('the query of %s', name => {
  it.each(texts)('$id in every parameter is refused or finds nothing', async ({ value }) => {
    const kind = routes[name].path.split('/')[1] as keyof typeof ids
    const path = routes[name].path.replace(':id', ids[kind] ?? systemRandom.uuid())
    for (const parameter of parametersOf(name)) {
      if (parameter === 'limit' && value === '12') continue
      const reply = await admin.call('GET', `${path}?${parameter}=${encodeURIComponent(value)}`)
      if (reply.status >= 500) throw new Error(`${parameter}: ${reply.status} ${JSON.stringify(reply.body)}`)
      if (!free.includes(parameter) && value !== 'true') expect([400, 404]).toContain(reply.status)
    }
  })
})

describe('names', () => {
  it.each(texts)('$id is shown as it was given or refused', async ({ value }) => {
    const made = await admin.call('POST', '/jobs', { name: value, ...choosing([ids.assets], [ids.patches]) })
    if (made.status === 201) expect(made.body.name).toBe(value.normalize('NFC').trim())
    else expect(made.status).toBe(400)
  })

  it.each(['   \t', '\u200b\u200b', '\u202e', '\ufeff', ''])('that show nothing are refused: %j', async name => {
    for (const path of ['/jobs', '/activation-keys', '/api-keys']) {
      const title = path === '/jobs' ? { name, ...choosing([ids.assets], [ids.patches]) } : { title: name }
      expect((await admin.call('POST', path, title)).status).toBe(400)
    }
  })
})

describe('requests of the API', () => {
  it.each([
    ['text/plain', '{}', 415],
    ['application/x-www-form-urlencoded', 'a=b', 415],
    ['application/json', '{"title":"x"', 400],
    ['application/json', '[]', 400],
    ['application/json', '"x"', 400],
    ['application/json', `{"title":"${'x'.repeat(1_100_000)}"}`, 413],
  ])('as %s with %.20s are refused with %i', async (type, body, status) => {
    const reply = await post('/api/v1/api-keys', body, type)
    expect(reply.statusCode).toBe(status)
    expectHarmless({ status: reply.statusCode, headers: reply.headers, text: reply.body })
  })

  it.each([
    'x',
    '00000000-0000-0000-0000-00000000000',
    '../../etc/passwd',
    '%00',
    '%F0%9F%98%80',
    "' or 1=1--",
    'A'.repeat(3000),
  ])('with the id %.40s are refused', async id => {
    for (const path of ['assets', 'jobs', 'patches', 'agents', 'tasks']) {
      const reply = await server.app.inject({
        method: 'GET',
        url: `/api/v1/${path}/${id.startsWith('%') ? id : encodeURIComponent(id)}`,
        headers: { authorization: `Bearer ${secret}` },
      })
      expect([400, 404, 414]).toContain(reply.statusCode)
      expectHarmless({ status: reply.statusCode, headers: reply.headers, text: reply.body })
    }
  })

  it.each(['Bearer', 'Bearer x y', 'Basic YTpi', `Bearer ${'x'.repeat(8000)}`, 'bearer pyk_x', 'Bearer pyk_\u00e9'])(
    'with the authorization %.30s are nobody',
    async authorization => {
      const reply = await server.app.inject({ method: 'GET', url: '/api/v1/me', headers: { authorization } })
      expect(reply.statusCode).toBe(401)
    },
  )

  it('of all verbs on a job in every state never fail', async () => {
    const made = await admin.call('POST', '/jobs', { name: 'V', ...choosing([ids.assets], [ids.patches]) })
    const verbs = ['enable', 'disable', 'cancel', 'retry']
    for (const first of verbs) {
      for (const second of verbs) {
        for (const verb of [first, second]) {
          const reply = await admin.call('POST', `/jobs/${made.body.id}/${verb}`, verb === 'retry' ? {} : undefined)
          expect([200, 409]).toContain(reply.status)
        }
      }
    }
    expect((await personWith(server, secret).call('GET', '/me')).status).toBe(200)
  })
})
