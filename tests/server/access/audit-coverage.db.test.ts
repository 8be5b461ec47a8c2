import { type RouteName, routes } from '@patchyard/api'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, choosing } from '../arrange.ts'
import { cookieBrowser, ORIGIN, PASSWORD, signInAs } from '../cookie-browser.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { feedAndBundle, oneOfEach, withPasskey, type World } from './one-of-each.ts'
import { addMember } from '../people.ts'
import { softwareAuthenticator } from '../software-authenticator.ts'
import { totpCode } from '../totp-code.ts'

// I17 of the reliability contract: an audit row for each state change. Every route that is not a GET is called once with success,
// and writes at least one row, or stands here with the reason why it writes none. A new route does not compile without either.

type Changing = { [N in RouteName]: (typeof routes)[N]['method'] extends 'GET' ? never : N }[RouteName]
interface Call {
  /** In place of `:id`, and of `:person`. */
  readonly id?: string
  readonly person?: string
  readonly body?: object
  /** Who asks; default: the administrator's session. */
  readonly as?: { ask: World['browser']['ask'] }
}
/** What to call, once it is arranged; or why there is no row. */
type Example = (() => Promise<Call>) | string

let server: TestServer
let world: World
/** The operator by session, and by key. */
let operator: World['browser']
let program: Person

beforeAll(async () => {
  server = await testServer({ argv: ['--public-url', ORIGIN] })
  program = await firstAdmin(server)
  world = await oneOfEach(server, 1, 'own@example.org')
  operator = cookieBrowser(server, '203.0.113.200')
  await signInAs(operator, 'admin@example.org')
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

// oxlint-disable-next-line typescript/no-explicit-any
const made = async (path: string, body: object): Promise<any> => {
  const reply = await world.browser.ask('POST', path, body)
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}
const stranger = (): World['browser'] => cookieBrowser(server, '203.0.113.254')
let counter = 0
const patchRule = (): object => ({ name: unused('R'), kind: 'minAge', target: 'all', minAgeDays: 3, reason: 'r' })
const unused = (what: string): string => `${what} ${(counter += 1)}`
const tag = async (): Promise<string> => (await made('/tags', { name: unused('tag') })).id
const assessment = async (): Promise<string> =>
  (await made('/assessment-profiles', { name: unused('A'), scanEveryS: 86_400, tags: [] })).id
const configuration = async (): Promise<string> =>
  (await made('/configuration-profiles', { name: unused('C'), tags: [] })).id
const search = async (shared = true): Promise<string> =>
  (await made('/searches', { entity: 'asset', name: unused('S'), query: 'name:*', shared })).id
const job = async (enable = false): Promise<string> => {
  const { ids } = world
  return (await made('/jobs', { name: 'J', ...choosing([ids.assets], [ids.patches]), enable })).id
}
async function host(autoAccept = true): Promise<{ agent: string; asset: string }> {
  const key = await activationKey(world.person, { autoAccept })
  const wait = { index: 100 + (counter += 1), missing: 1 }
  await enrolledHost(server, key, wait).catch(() => undefined)
  const list = await world.browser.ask('GET', '/agents?sort=-enrolledAt&limit=1')
  return { agent: list.body.items[0].id as string, asset: list.body.items[0].assetId as string }
}
async function person(): Promise<{ id: string; browser: World['browser']; email: string }> {
  const email = `${unused('p').replace(' ', '')}@example.org`
  const member = await addMember(server, email, 'patchUser')
  const browser = cookieBrowser(server, `203.0.113.${100 + counter}`)
  await signInAs(browser, email)
  return { id: (await member.person.call('GET', '/me')).body.id as string, browser, email }
}
const subscription = async (): Promise<string> => {
  const administrator = { email: `${unused('a').replace(' ', '')}@example.org`, name: 'A' }
  return (await operator.ask('POST', '/subscriptions', { name: unused('Sub'), administrator })).body.subscription.id
}
const provider = async (): Promise<string> =>
  (await made('/identity-providers', { title: unused('P'), issuer: 'https://p.example.org', clientId: 'c' })).id
const withTotp = async () => {
  const who = await person()
  const { secret } = (await who.browser.ask('POST', '/me/totp')).body as { secret: string }
  return { ...who, secret }
}
const link = async (): Promise<string> =>
  (await made(`/people/${(await person()).id}/link`, {})).link.split('token=')[1] as string
const device = async () => (await world.browser.ask('POST', '/device-login', { machine: 'm' })).body

const question = 'asks, and changes nothing'
const halfway = 'the first half of something; the second half is what counts and is written'

const examples: { readonly [N in Changing]: Example } = {
  createFirstAdmin: 'done once, before this test; looked for below',
  signIn: async () => ({ body: { email: 'admin@example.org', password: PASSWORD }, as: stranger() }),
  signOut: async () => ({ as: (await person()).browser }),
  signInWithSecondFactor: async () => {
    const { browser, email, secret } = await withTotp()
    const confirmed = await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, Date.now()) })
    const other = cookieBrowser(server, '203.0.113.250')
    const { step } = (await signInAs(other, email)).body
    return { as: other, body: { step, recoveryCode: confirmed.body.codes[0] } }
  },
  startPasskeySignIn: halfway,
  signInWithPasskey: async () => {
    const authenticator = softwareAuthenticator(ORIGIN)
    await withPasskey((await person()).browser, authenticator)
    const as = stranger()
    const { options } = (await as.ask('POST', '/session/passkey/challenge', {})).body
    return { as, body: { passkey: authenticator.assert(options) } }
  },
  inspectOneTimeLink: question,
  useOneTimeLink: async () => ({ body: { token: await link(), password: 'quite another one 9' }, as: stranger() }),
  proveSession: async () => ({ body: { password: PASSWORD }, as: (await person()).browser }),
  startPasskeyProof: halfway,
  endSession: async () => {
    const { browser, email } = await person()
    await signInAs(cookieBrowser(server, '203.0.113.251'), email)
    const { items } = (await browser.ask('GET', '/sessions')).body
    return { id: items.find((one: { current: boolean }) => !one.current).id as string, as: browser }
  },
  endOtherSessions: async () => {
    const { browser, email } = await person()
    await signInAs(cookieBrowser(server, '203.0.113.252'), email)
    return { as: browser }
  },
  changePassword: async () => ({
    body: { oldPassword: PASSWORD, newPassword: 'quite another one 9' },
    as: (await person()).browser,
  }),
  startTotp: halfway,
  confirmTotp: async () => {
    const { browser, secret } = await withTotp()
    return { as: browser, body: { code: totpCode(secret, Date.now()) } }
  },
  removeTotp: async () => {
    const { browser, secret } = await withTotp()
    await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, Date.now()) })
    return { as: browser }
  },
  renewRecoveryCodes: async () => {
    const { browser, secret } = await withTotp()
    await browser.ask('POST', '/me/totp/confirm', { code: totpCode(secret, Date.now()) })
    return { as: browser }
  },
  startPasskey: halfway,
  addPasskey: async () => {
    const { browser } = await person()
    const { options } = (await browser.ask('POST', '/me/passkeys/challenge')).body
    return { as: browser, body: { title: 'K', passkey: softwareAuthenticator(ORIGIN).register(options) } }
  },
  renamePasskey: async () => {
    const { browser } = await person()
    return { id: await withPasskey(browser), body: { title: 'N' }, as: browser }
  },
  removePasskey: async () => {
    const { browser } = await person()
    return { id: await withPasskey(browser), as: browser }
  },
  startProviderSignIn: halfway,
  finishProviderSignIn: 'needs a provider; oidc.hostile.db.test.ts looks for its row',
  startProviderProof: halfway,
  createIdentityProvider: async () => ({
    body: { title: unused('P'), issuer: 'https://q.example.org', clientId: 'c', clientSecret: 'not in the audit' },
  }),
  changeIdentityProvider: async () => ({ id: await provider(), body: { title: unused('P') } }),
  deleteIdentityProvider: async () => ({ id: await provider() }),
  checkIdentityProvider: question,
  createIdentityLink: async () => ({
    id: world.ids['identity-providers'],
    body: { person: (await person()).id, subject: unused('s') },
  }),
  deleteIdentityLink: async () => ({ id: world.ids['identity-links'] }),
  startDeviceLogin: halfway,
  takeDeviceLogin: async () => {
    const { deviceCode, userCode } = await device()
    await made('/device-login/decide', { userCode, allow: true })
    return { body: { deviceCode } }
  },
  inspectDeviceLogin: question,
  decideDeviceLogin: async () => ({ body: { userCode: (await device()).userCode, allow: true } }),
  endPersonSessions: async () => ({ id: (await person()).id }),
  removePersonSecondFactors: async () => {
    const { id, browser } = await person()
    await withPasskey(browser)
    return { id }
  },
  setSignInRules: async () => ({ body: { secondFactor: true } }),

  invitePerson: async () => ({ body: { email: 'invited@example.org', name: 'I' } }),
  changePerson: async () => ({ id: (await person()).id, body: { name: 'N' } }),
  setPersonAccess: async () => ({ id: (await person()).id, body: { roles: ['patchReader'] } }),
  linkPerson: async () => ({ id: (await person()).id }),
  disablePerson: async () => ({ id: (await person()).id }),
  enablePerson: async () => {
    const { id } = await person()
    await made(`/people/${id}/disable`, {})
    return { id }
  },
  removePerson: async () => ({ id: (await person()).id }),
  createApiKey: async () => ({ body: { title: 'K' } }),
  revokeApiKey: async () => ({ id: (await made('/api-keys', { title: 'K' })).key.id }),

  createActivationKey: async () => ({ body: { title: 'K' } }),
  revokeActivationKey: async () => ({ id: (await made('/activation-keys', { title: 'K' })).key.id }),
  acceptAgent: async () => ({ id: (await host(false)).agent, body: {} }),
  rejectAgent: async () => ({ id: (await host(false)).agent }),
  revokeAgent: async () => ({ id: (await host()).agent }),
  acceptAgents: async () => ({ body: { ids: [(await host(false)).agent] } }),
  rejectAgents: async () => ({ body: { ids: [(await host(false)).agent] } }),
  revokeAgents: async () => ({ body: { ids: [(await host()).agent] } }),
  resumeAgent: 'needs a copied machine; copies.db.test.ts has one and looks for its row',

  scanAsset: async () => ({ id: world.ids.assets }),
  scanAssets: async () => ({ body: { ids: [world.ids.assets] } }),
  activateAssets: async () => {
    const { asset } = await host()
    await made('/assets/deactivate', { ids: [asset] })
    return { body: { ids: [asset] } }
  },
  deactivateAssets: async () => ({ body: { ids: [(await host()).asset] } }),
  pauseAssets: async () => ({
    body: { ids: [(await host()).asset], until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'r' },
  }),
  resumeAssets: async () => {
    const { asset } = await host()
    await made('/assets/pause', { ids: [asset], until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'r' })
    return { body: { ids: [asset] } }
  },
  previewRemoval: question,
  removeAssets: async () => ({ body: { ids: [(await host()).asset] } }),
  setAssetSettings: async () => ({ body: { staleAfterDays: 9, removeAfterDays: null } }),
  setLicenceTags: async () => ({ body: { include: [], exclude: [await tag()] } }),
  setLicence: async () => ({ id: await subscription(), body: { kind: 'free' }, as: operator }),

  createJob: async () => ({
    body: { name: 'J', ...choosing([world.ids.assets], [world.ids.patches]) },
  }),
  createAdvisory: async () => ({ body: { name: 'J', platform: 'linux' } }),
  replaceJobDefinition: async () => ({ id: await job(), body: { platform: 'linux', description: 'd' } }),
  cloneJob: async () => ({ id: await job(), body: {} }),
  enableJobs: async () => ({ body: { ids: [await job()] } }),
  disableJobs: 'an on-demand job begins with being enabled: none can be disabled yet',
  cancelJobs: async () => ({ body: { ids: [await job(true)] } }),
  deleteJobs: async () => ({ body: { ids: [await job()] } }),
  previewSchedule: question,
  importAssets: question,
  changeJob: async () => ({ id: await job(), body: { name: 'N' } }),
  deleteJob: async () => ({ id: await job() }),
  addCoAuthor: async () => ({ id: await job(), body: { person: (await person()).id } }),
  removeCoAuthor: async () => {
    const [id, { id: who }] = [await job(), await person()]
    await made(`/jobs/${id}/co-authors`, { person: who })
    return { id, person: who }
  },
  changeJobOwner: async () => ({ body: { jobs: [await job()], owner: (await person()).id } }),
  enableJob: async () => ({ id: await job() }),
  disableJob: 'an on-demand job begins with being enabled: none can be disabled yet',
  cancelJob: async () => ({ id: await job(true) }),
  retryJob: async () => {
    const id = await job(true)
    await made(`/jobs/${id}/cancel`, {})
    await server.db.owner(`update task set state = 'cancelled', ended_at = now() where ended_at is null`)
    await server.db.owner(`update run set state = 'cancelled' where state = 'active'`)
    return { id, body: {} }
  },

  createTag: async () => ({ body: { name: unused('tag') } }),
  changeTag: async () => ({ id: await tag(), body: { description: 'd' } }),
  deleteTag: async () => ({ id: await tag() }),
  setTagFavourite: "one's own; nobody else sees it",
  evaluateTag: 'asks a rule again that stands there already; people decided nothing',
  assignTags: async () => ({ body: { action: 'assign', tags: [await tag()], assets: [world.ids.assets] } }),
  previewTagRule: question,

  createPatchRule: async () => ({ body: patchRule() }),
  endPatchRule: async () => ({ id: (await made('/patch-rules', patchRule())).id }),
  emergencyStop: async () => ({
    body: { reason: 'r', job: (await made('/jobs', { name: unused('J'), platform: 'linux' })).id },
  }),

  mapProgram: async () => ({ body: { name: unused('Tool'), product: null } }),
  previewProgramMapping: question,
  deleteProgramMapping: async () => ({
    id: (await made('/program-mappings', { name: unused('Tool'), product: null })).id,
  }),

  createAssessmentProfile: async () => ({ body: { name: unused('A'), scanEveryS: 86_400, tags: [] } }),
  changeAssessmentProfile: async () => ({ id: await assessment(), body: { enabled: false } }),
  deleteAssessmentProfile: async () => ({ id: await assessment() }),
  bulkAssessmentProfiles: async () => ({ body: { ids: [await assessment()], action: 'delete' } }),
  createConfigurationProfile: async () => ({ body: { name: unused('C'), tags: [] } }),
  changeConfigurationProfile: async () => ({ id: await configuration(), body: { description: 'd' } }),
  deleteConfigurationProfile: async () => ({ id: await configuration() }),
  bulkConfigurationProfiles: async () => ({ body: { ids: [await configuration()], action: 'delete' } }),
  orderConfigurationProfiles: async () => {
    await configuration()
    const { items } = (await world.browser.ask('GET', '/configuration-profiles?sort=priority')).body
    const ids = (items as { id: string; isDefault: boolean }[]).filter(one => !one.isDefault).map(one => one.id)
    return { body: { ids: ids.reverse() } }
  },

  checkQuery: question,
  completeQuery: question,
  explainQuery: question,
  whyQuery: question,
  noteRecentSearch: "one's own last searches; nobody else sees them",
  clearRecentSearches: "one's own last searches; nobody else sees them",
  saveSearch: async () => ({ body: { entity: 'asset', name: unused('S'), query: 'name:*', shared: true } }),
  changeSearch: async () => ({ id: await search(false), body: { shared: true } }),
  deleteSearch: async () => ({ id: await search() }),

  createSubscription: async () => ({
    as: operator,
    body: { name: unused('Sub'), administrator: { email: 'new@example.org', name: 'N' } },
  }),
  renameSubscription: async () => ({ id: await subscription(), body: { name: unused('Sub') }, as: operator }),
  suspendSubscription: async () => ({ id: await subscription(), body: {}, as: operator }),
  resumeSubscription: async () => {
    const id = await subscription()
    await operator.ask('POST', `/subscriptions/${id}/suspend`, {})
    return { id, as: operator }
  },
  createFeed: async () => ({ as: operator, body: { feed: 'kev', title: 'K' } }),
  changeFeed: async () => ({ as: operator, id: (await feedAndBundle(server)).feeds, body: { enabled: false } }),
  deleteFeed: async () => ({ as: operator, id: (await feedAndBundle(server)).feeds }),
  syncFeed: 'needs a server that fetches; feeds-api.db.test.ts has one and looks for its row',
  acceptFeed: async () => ({ as: operator, id: (await feedAndBundle(server)).feeds }),
  trustBundleKey: async () => ({ as: operator, body: { name: 'K', key: '5'.repeat(64) } }),
  distrustBundleKey: async () => ({ as: operator, id: (await feedAndBundle(server))['bundle-keys'] }),
  offerBundle: 'needs a signed manifest; bundles.db.test.ts looks for its row',
  sendBundlePiece: 'one piece of a file; the bundle as a whole is written when it is offered, and when it is taken',
  takeBundle: async () => ({ as: operator, id: (await feedAndBundle(server)).bundles }),

  switchSubscription: async () => {
    const who = await person()
    const body = { name: unused('Sub'), administrator: { email: who.email, name: 'N' } }
    const { id } = (await operator.ask('POST', '/subscriptions', body)).body.subscription
    return { body: { id }, as: who.browser }
  },
}

const rows = (): Promise<{ action: string; detail: string }[]> =>
  server.db.owner(`select action, detail::text as detail from audit order by at, subscription_id, n`)

describe('a change writes audit', () => {
  const tried = (Object.keys(examples) as Changing[]).filter(name => typeof examples[name] !== 'string')
  // Demanding a second factor ends what the others do: it comes last.
  tried.sort((a, b) => Number(a === 'setSignInRules') - Number(b === 'setSignInRules'))

  it.each(tried)('%s', async name => {
    const arrange = examples[name] as () => Promise<Call>
    const { id = '', person: who = '', body, as = world.browser } = await arrange()
    const before = await rows()
    const { method, path } = routes[name]
    const reply = await as.ask(method, path.replace(':id', id).replace(':person', who), body, { 'if-match': '*' })
    expect(`${reply.status} ${JSON.stringify(reply.body)}`).toMatch(/^2/)
    const written = (await rows()).slice(before.length)
    expect(written.length).toBeGreaterThan(0)
    for (const { action, detail } of written) {
      expect(action).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/)
      for (const secret of [/correct horse/, /quite another/, /not in the audit/, /py[a-z]_[\w-]{43}/]) {
        expect(detail).not.toMatch(secret)
      }
    }
  })

  it('and so did the first administrator, by whom there was nobody before', async () => {
    const [first] = await server.db.owner<{ actor: string; action: string }>(
      `select actor, action from audit where subscription_id = 1 order by n limit 1`,
    )
    expect(first).toEqual({ actor: 'operator:host', action: 'person.create' })
  })
})

it('the chains of all that agree with themselves', async () => {
  expect((await program.call('GET', '/installation/audit/verify')).body).toMatchObject({ ok: true })
  expect((await program.call('GET', '/audit/verify')).body).toMatchObject({ ok: true, problems: [] })
})
