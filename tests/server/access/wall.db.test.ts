import { type RouteName, routes } from '@patchyard/api'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums, choosing } from '../arrange.ts'
import { idPaths, mostAt, valuesAt, withIdAt } from './body-ids.ts'
import { ORIGIN } from '../cookie-browser.ts'
import { firstAdmin } from '../door-client.ts'
import { manyOfEach, type ManyIds } from './many-of-each.ts'
import { type Ids, type Kind, kindOf, oneOfEach, routesWithId, type World } from './one-of-each.ts'
import { addSubscription } from '../people.ts'

/** Folding the logs of counts into the counts, and sizes of statistics, change rows whenever their second comes; sessions note when they were seen. */
const byThemselves = ['patch_count', 'patch_count_delta', 'finding_moved', 'subscription_values', 'session']
const others = () => tableChecksums(server, other, byThemselves)
const mine = () => tableChecksums(server, 1, [...byThemselves, 'api_key'])

/** Operators are above subscriptions: what they may name is no tenant's. Feeds and bundles belong to the installation. */
const ofOperators: readonly Kind[] = ['subscriptions', 'feeds', 'bundles', 'bundle-keys']

let server: TestServer
let ours: World
let theirs: World
let own: Ids
let foreign: Ids
let other: number

beforeAll(async () => {
  server = await testServer({ argv: ['--public-url', ORIGIN] })
  await firstAdmin(server)
  ours = await oneOfEach(server, 1, 'own@example.org')
  other = await addSubscription(server, 'Other')
  theirs = await oneOfEach(server, other, 'other@example.org')
  own = ours.ids
  foreign = theirs.ids
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

/** What a job may name, an id of each kind in one of them. */
const definitionsOf = (ids: Ids): { platform: string; patches?: object; assets?: object }[] => [
  { ...choosing([ids.assets], [ids.patches]), assets: { include: [ids.assets], tags: [ids.tags] } },
  { platform: 'linux', assets: { exclude: [ids.assets], excludeTags: [ids.tags] } },
  { platform: 'linux', patches: { from: 'job', job: ids.jobs } },
]

/** Bodies that are good but for the ids in them; for routes that have none, what they need at least. Several where one cannot name all. */
const bodies: { readonly [N in RouteName]?: (ids: Ids) => object | object[] } = {
  acceptAgent: ids => ({ as: ids.assets }),
  acceptAgents: ids => ({ ids: [ids.agents] }),
  rejectAgents: ids => ({ ids: [ids.agents] }),
  revokeAgents: ids => ({ ids: [ids.agents] }),
  resumeAgent: () => ({ machine: '0'.repeat(32) }),
  retryJob: ids => ({ tasks: [ids.tasks] }),
  changeSearch: () => ({ name: 'Renamed' }),
  createJob: ids => definitionsOf(ids).map(one => ({ name: 'X', ...one })),
  createAdvisory: ids =>
    definitionsOf(ids).flatMap(({ platform, patches }) =>
      patches === undefined ? [] : [{ name: 'X', platform, patches }],
    ),
  replaceJobDefinition: ids => definitionsOf(ids),
  cloneJob: () => ({}),
  enableJobs: ids => ({ ids: [ids.jobs] }),
  disableJobs: ids => ({ ids: [ids.jobs] }),
  cancelJobs: ids => ({ ids: [ids.jobs] }),
  deleteJobs: ids => ({ ids: [ids.jobs] }),
  changeJob: () => ({ name: 'Renamed' }),
  changeJobOwner: ids => ({ jobs: [ids.jobs], owner: ids.people }),
  addCoAuthor: ids => ({ person: ids.people }),
  scanAssets: ids => ({ ids: [ids.assets] }),
  activateAssets: ids => ({ ids: [ids.assets] }),
  deactivateAssets: ids => ({ ids: [ids.assets] }),
  pauseAssets: ids => ({ ids: [ids.assets], until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'r' }),
  resumeAssets: ids => ({ ids: [ids.assets] }),
  previewRemoval: ids => ({ ids: [ids.assets] }),
  removeAssets: ids => ({ ids: [ids.assets] }),
  setLicenceTags: ids => [
    { include: [ids.tags], exclude: [] },
    { include: [], exclude: [ids.tags] },
  ],
  createTag: ids => ({ name: 'below', parent: ids.tags }),
  changeTag: ids => ({ description: 'd', parent: ids.tags }),
  setTagFavourite: () => ({ favourite: true }),
  assignTags: ids => ({ action: 'assign', tags: [ids.tags], assets: [ids.assets] }),
  previewTagRule: ids => ({ rule: { kind: 'namePattern', pattern: 'x' }, tag: ids.tags }),
  mapProgram: () => ({ name: 'Tool', product: null }),
  createPatchRule: ids => ({ name: 'R', kind: 'minAge', target: 'all', minAgeDays: 3, reason: 'r', tags: [ids.tags] }),
  emergencyStop: ids => ({ reason: 'r', job: ids.jobs }),
  previewProgramMapping: () => ({ name: 'Tool', product: null }),
  createAssessmentProfile: ids => ({ name: 'N', scanEveryS: 86_400, tags: [ids.tags] }),
  changeAssessmentProfile: ids => ({ tags: [ids.tags] }),
  bulkAssessmentProfiles: ids => ({ ids: [ids['assessment-profiles']], action: 'disable' }),
  createConfigurationProfile: ids => ({ name: 'N', tags: [ids.tags] }),
  changeConfigurationProfile: ids => ({ tags: [ids.tags] }),
  bulkConfigurationProfiles: ids => ({ ids: [ids['configuration-profiles']], action: 'delete' }),
  orderConfigurationProfiles: ids => ({ ids: [ids['configuration-profiles']] }),
  createActivationKey: ids => ({ title: 'K', tags: [ids.tags] }),
  invitePerson: ids => ({ email: 'new@example.org', name: 'New', scope: { all: false, tags: [ids.tags] } }),
  changePerson: () => ({ name: 'Renamed' }),
  setPersonAccess: ids => ({ scope: { all: false, tags: [ids.tags] } }),
  renamePasskey: () => ({ title: 'Renamed' }),
  createIdentityProvider: ids => ({
    title: 'P',
    issuer: 'https://other.example.org',
    clientId: 'c',
    mapping: [{ group: 'g', roles: ['patchReader'], allAssets: false, scopeTags: [ids.tags] }],
  }),
  changeIdentityProvider: ids => ({
    mapping: [{ group: 'g', roles: ['patchReader'], allAssets: false, scopeTags: [ids.tags] }],
  }),
  whyQuery: ids => ({
    entity: 'asset',
    text: 'name:*',
    id: ids.assets,
    having: 'isSecurity:true',
    havingId: ids.patches,
  }),
  createIdentityLink: ids => ({ person: ids.people, subject: 'another' }),
}

/** Not asked of the wall, each with the reason. */
const beyond: { readonly [N in RouteName]?: string } = {
  switchSubscription: 'names a subscription; subscriptions.db.test.ts asks it with one that the person is no member of',
  startProviderSignIn: 'public: whoever signs in chooses among the providers of all subscriptions that are shown',
}

/** Where something is replaced, whatever it is by now. */
const anyVersion = { 'if-match': '*' }

const names = Object.keys(routes) as RouteName[]
const bodiesOf = (name: RouteName): readonly object[] => [bodies[name]?.(own) ?? []].flat()
/** One in which something stands at the path. */
const bodyWith = (name: RouteName, path: string): object | undefined =>
  bodiesOf(name).find(body => valuesAt(body, path).length > 0)
const bodyPaths = (name: RouteName): string[] => {
  const route = routes[name] as { readonly body?: unknown }
  return route.body === undefined ? [] : idPaths(route.body)
}
/** What the ids at the path are of. */
const kindAt = (name: RouteName, path: string): Kind =>
  (Object.keys(own) as Kind[]).find(one => own[one] === valuesAt(bodyWith(name, path), path).at(-1)) as Kind
const withBodyIds = names.filter(name => bodyPaths(name).length > 0 && beyond[name] === undefined)

interface Answer {
  readonly status: number
  readonly text: string
}

/** The answer as a stranger sees it: without the number of the request and the id that was asked for. */
async function ask(name: RouteName, id: string, pathIds: Ids, body: object | undefined): Promise<Answer> {
  const { method, path } = routes[name]
  const address = path.replace(':id', pathIds === own ? own[kindOf(name)] : id).replace(':person', own.people)
  const reply = await ours.browser.ask(method, address, body, anyVersion)
  const text = JSON.stringify({ status: reply.status, body: { ...reply.body, requestId: '' } })
  return { status: reply.status, text: text.replaceAll(id, 'ID') }
}

describe('the wall between subscriptions', () => {
  it('has every kind of thing on both sides', () => {
    for (const ids of [own, foreign])
      for (const [kind, id] of Object.entries(ids)) expect(`${kind} ${id}`).toMatch(/ [0-9a-f-]{36}$/)
    const all = [...Object.values(own), ...Object.values(foreign)]
    expect(new Set(all).size).toBe(all.length)
  })

  it.each(routesWithId.filter(name => !ofOperators.includes(kindOf(name))))(
    '%s answers for a foreign id what it answers for one that does not exist, and nothing changes',
    async name => {
      const before = await others()
      const [body] = bodiesOf(name)
      const none = {} as Ids
      const found = await ask(name, foreign[kindOf(name)], none, body)
      const unknown = await ask(name, systemRandom.uuid(), none, body)
      expect(found.text).toBe(unknown.text)
      expect(JSON.parse(found.text)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await others()).toEqual(before)
    },
  )

  it('has an example of every id that a body may name', () => {
    for (const name of withBodyIds) {
      for (const path of bodyPaths(name)) {
        const found = bodyWith(name, path) === undefined ? 'has none' : 'has one'
        expect(`${name} ${path} ${found}`).toBe(`${name} ${path} has one`)
      }
    }
  })

  it.each(withBodyIds.flatMap(name => bodyPaths(name).map(path => [name, path] as const)))(
    '%s with a foreign id at %s is refused whole, as with one that does not exist',
    async (name, path) => {
      const body = bodyWith(name, path) ?? {}
      const kind = kindAt(name, path)
      const [before, before1] = [await others(), await mine()]
      const [theirId, noId] = [foreign[kind], systemRandom.uuid()]
      const found = await ask(name, theirId, own, withIdAt(body, path, theirId))
      const unknown = await ask(name, noId, own, withIdAt(body, path, noId))
      expect(found.text).toBe(unknown.text)
      expect(found.status).toBeGreaterThanOrEqual(400)
      expect(found.status).toBeLessThan(500)
      expect(await others()).toEqual(before)
      expect(await mine()).toEqual(before1)
    },
  )

  // S11.2, from the other side: what is copied here is of no concern to the tests above and below.
  describe('a list of many ids', () => {
    const lists = withBodyIds
      .flatMap(name => bodyPaths(name).map(path => [name, path] as const))
      .filter(([, path]) => path.includes('*'))
      .sort(([a], [b]) => rank(a) - rank(b))
    let many: ManyIds
    beforeAll(async () => {
      many = await manyOfEach(server, foreign, 99)
    })

    /** The body of the example with as many of the other side's own ids as the list takes, and room for `more`. */
    function filled(name: RouteName, path: string, more: readonly string[]): object {
      const example = bodyWith(name, path) ?? {}
      const kind = kindAt(name, path)
      const theirsOnly = Object.entries(own).reduce(
        (text, [one, id]) => text.replaceAll(id, foreign[one as Kind]),
        JSON.stringify(example),
      )
      const room = Math.min(99, mostAt((routes[name] as { readonly body?: unknown }).body, path) - 1)
      const all = [...(many[kind] ?? []).slice(0, room), ...more]
      return JSON.parse(theirsOnly.replaceAll(JSON.stringify([foreign[kind]]), JSON.stringify(all))) as object
    }
    async function send(name: RouteName, body: object) {
      const { method, path } = routes[name]
      return theirs.browser.ask(method, path.replace(':id', foreign[kindOf(name)]), body, anyVersion)
    }

    it.each(lists)('%s with 99 own ids and a foreign one at %s changes nothing', async (name, path) => {
      const [before, before1] = [await others(), await mine()]
      const reply = await send(name, filled(name, path, [own[kindAt(name, path)]]))
      // A new order names all there are: 409 says to read them again, whatever is wrong with the list.
      const said = name === 'orderConfigurationProfiles' ? '409 conflict' : '404 not_found'
      expect(`${reply.status} ${reply.body.code}`).toBe(said)
      expect(await others()).toEqual(before)
      expect(await mine()).toEqual(before1)
    })

    // Otherwise the answer above could be about one of the 99.
    it.each(lists)('%s knows 99 own ids at %s', async (name, path) => {
      const reply = await send(name, filled(name, path, []))
      expect(`${reply.status} ${reply.body.code ?? ''}`).toMatch(/^(20[01] $|409 conflict)/)
    })
  })

  it('an agent cannot be accepted as an asset of another subscription', async () => {
    const waiting = await enrolledHost(server, await activationKey(ours.person, { autoAccept: false }), {}).catch(
      () => null,
    )
    expect(waiting).toBeNull()
    const pending = await ours.person.call('GET', '/agents?sort=-enrolledAt&limit=1')
    const id = pending.body.items[0].id as string
    expect(pending.body.items[0].status).toBe('pending')
    const before = await others()
    const accept = async (as: string): Promise<string> => {
      const { status, body } = await ours.person.call('POST', `/agents/${id}/accept`, { as })
      return JSON.stringify({ status, body: { ...body, requestId: '' } }).replaceAll(as, 'ID')
    }
    const found = await accept(foreign.assets)
    expect(JSON.parse(found)).toMatchObject({ status: 404 })
    expect(found).toBe(await accept(systemRandom.uuid()))
    expect(await others()).toEqual(before)
  })

  it.each(
    names.filter(name => {
      const { method, path, permission } = routes[name] as { method: string; path: string; permission: string }
      return method === 'GET' && !path.includes(':') && permission !== 'operator' && permission !== 'public'
    }),
  )('%s shows nothing of the other side', async name => {
    // Both sides report the same patches.
    const key = async () => (await ours.person.call('GET', `/patches/${own.patches}`)).body.key as string
    const needed = name === 'getPatchByKey' ? `?key=${encodeURIComponent(await key())}` : ''
    const reply = await ours.browser.ask('GET', routes[name].path + needed)
    expect(reply.status).toBe(200)
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
    const walled = (Object.keys(foreign) as Kind[]).filter(kind => !ofOperators.includes(kind))
    for (const kind of walled) expect(text).not.toContain(foreign[kind])
    expect(text).not.toContain('other@example.org')
  })

  it('a tag of another subscription above a list of tags finds what one finds that does not exist', async () => {
    const below = async (id: string) => {
      const { status, body } = await ours.person.call('GET', `/tags?parent=${id}`)
      return JSON.stringify({ status, body: { ...body, requestId: '' } }).replaceAll(id, 'ID')
    }
    expect(await below(foreign.tags)).toBe(await below(systemRandom.uuid()))
  })

  it('the same patch reported on both sides is two patches, and each side sees its own count', async () => {
    const listed = await ours.person.call('GET', '/patches?limit=500')
    const patch = listed.body.items.find((p: { id: string }) => p.id === own.patches) as { key: string }
    const keys = (listed.body.items as { key: string }[]).filter(p => p.key === patch.key)
    expect(keys).toHaveLength(1)
  })

  /** What ends something comes last, parts before wholes, and the own session at the very end. */
  function rank(name: RouteName): number {
    const { method, path } = routes[name]
    if (kindOf(name) === 'sessions' && path.includes(':id')) return 1000
    if (method === 'DELETE') return 200 - path.split('/').length
    // The new owner is no co-author any more.
    if (name === 'changeJobOwner') return 195
    // Before an asset is deactivated or its agent turned away, which hides its findings.
    if (name === 'whyQuery') return -1
    if (name === 'deleteJobs') return 250
    return name === 'removeAssets' ? 300 : name === 'revokeAgent' ? 100 : 0
  }
  const all = [...new Set([...routesWithId, ...withBodyIds])]
    .filter(name => name !== 'deleteConfigurationProfile') // bulkConfigurationProfiles deleted it
    .sort((a, b) => rank(a) - rank(b))
  it.each(all)('%s knows our own id, and its example is a good one', async name => {
    const { method, path } = routes[name]
    const address = path.replace(':id', own[kindOf(name)]).replace(':person', own.people)
    for (const body of [undefined, ...bodiesOf(name)].slice(bodiesOf(name).length > 0 ? 1 : 0)) {
      const reply = await ours.browser.ask(method, address, body, anyVersion)
      const said = `${reply.status} ${reply.body?.code ?? ''}`
      // Nobody here is an operator.
      if (routes[name].permission === 'operator') expect(said).toBe('403 forbidden')
      else expect(said).not.toMatch(/^(400|401|403|404|5)/)
    }
  })
})
