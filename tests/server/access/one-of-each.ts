import { type RouteName, routes } from '@patchyard/api'
import type { TestServer } from '@patchyard/server/testing'
import { activationKey, enrolledHost, choosing } from '../arrange.ts'
import { type CookieBrowser, cookieBrowser, ORIGIN, signInAs } from '../cookie-browser.ts'
import type { Person } from '../door-client.ts'
import { addMember } from '../people.ts'
import { softwareAuthenticator } from '../software-authenticator.ts'

// A subscription that has one of everything that an id in a path can name. What a path may name is worked out from the routes:
// a route about a new kind of thing does not compile here until `oneOfEach` makes one.

type PathOf<N extends RouteName> = (typeof routes)[N]['path']
type Named<P extends string> = P extends `/${infer K}/:id${string}` ? K : never
/** The first part of every path with an id. */
export type Kind = { [N in RouteName]: Named<PathOf<N>> }[RouteName]
export type Ids = Readonly<Record<Kind, string>>

export const kindOf = (name: RouteName): Kind => routes[name].path.split('/')[1] as Kind
export const routesWithId = (Object.keys(routes) as RouteName[]).filter(name => routes[name].path.includes(':id'))

export interface World {
  readonly ids: Ids
  /** An administrator by key, and the same one by a session that was proven just now. */
  readonly person: Person
  readonly browser: CookieBrowser
}

let addresses = 0

/** The subscription's administrator `email` exists already, or is made. */
export async function oneOfEach(server: TestServer, subscriptionId: number, email: string): Promise<World> {
  const { person } = await addMember(server, email, 'administrator', subscriptionId)
  addresses += 1
  const browser = cookieBrowser(server, `203.0.113.${addresses}`)
  if ((await signInAs(browser, email)).status !== 201) throw new Error(`${email} cannot sign in`)
  const must = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const reply = await browser.ask(method, path, body)
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const first = async (path: string, member = 'id'): Promise<string> =>
    ((await must('GET', path)).items as Record<string, string>[])[0]?.[member] ?? ''

  const colleague = await addMember(server, `colleague-of-${email}`, 'patchUser', subscriptionId)
  const people = (await colleague.person.call('GET', '/me')).body.id as string
  const { agent } = await enrolledHost(server, await activationKey(person), { missing: 2 })
  const assets = await first('/assets')
  const patches = await first(`/assets/${assets}/findings`, 'patchId')
  const job = await must('POST', '/jobs', { name: 'J', ...choosing([assets], [patches]), enable: true })
  await agent.checkIn()
  const run = job.runs[0].id as string
  const scanEveryS = 86_400
  const me = await must('GET', '/me')
  const provider = await must('POST', '/identity-providers', {
    title: 'Login',
    issuer: 'https://login.example.org',
    clientId: 'patchyard',
    clientSecret: 'a secret of the client',
  })
  const passkey = await withPasskey(browser)
  const ofInstallation = await feedAndBundle(server)
  return {
    person,
    browser,
    ids: {
      'api-keys': (await must('POST', '/api-keys', { title: 'another' })).key.id as string,
      'activation-keys': await first('/activation-keys'),
      agents: agent.id ?? '',
      assets,
      patches,
      jobs: job.id as string,
      runs: run,
      tasks: await first(`/runs/${run}/tasks`),
      searches: (await must('POST', '/searches', { entity: 'asset', name: 'S', query: 'name:*', shared: true })).id,
      tags: (await must('POST', '/tags', { name: `tag of ${email}` })).id,
      'assessment-profiles': (await must('POST', '/assessment-profiles', { name: 'A', scanEveryS, tags: [] })).id,
      'configuration-profiles': (await must('POST', '/configuration-profiles', { name: 'C', tags: [] })).id,
      'program-mappings': (await must('POST', '/program-mappings', { name: `Tool of ${email}`, product: null })).id,
      'patch-rules': (
        await must('POST', '/patch-rules', {
          name: 'R',
          kind: 'block',
          target: 'product',
          value: `p ${email}`,
          reason: 'r',
        })
      ).id,
      people,
      subscriptions: me.subscription.id as string,
      sessions: await first('/sessions'),
      passkeys: passkey,
      ...ofInstallation,
      'identity-providers': provider.id as string,
      'identity-links': (
        await must('POST', `/identity-providers/${provider.id}/links`, { person: people, subject: `s-${email}` })
      ).id,
    },
  }
}

/** What operators have: a feed of which something is held, a key and a bundle that is being sent. */
export async function feedAndBundle(server: TestServer): Promise<Record<'feeds' | 'bundle-keys' | 'bundles', string>> {
  const [row] = await server.db.owner<Record<'feeds' | 'bundle-keys' | 'bundles', string>>(`
    with s as (
      insert into feed_source (public_id, feed, title, enabled, interval_s, created_at, next_at)
      values (gen_random_uuid(), 'kev', 'Mirror', true, 3600, now(), now() + interval '1 year') returning id, public_id
    ), d as (
      insert into feed_document (source_id, part, document, published_url, url, is_root, state, held_before, held_now,
                                 pending_sha256, pending_since)
      select s.id, 'catalog', 'catalog', 'https://feed.example/', 'https://feed.example/', true, 'held', 9, 1,
             repeat('a', 64), now() from s
    ), k as (
      insert into bundle_key (public_id, name, key, created_at)
      values (gen_random_uuid(), 'Out', md5(random()::text) || md5(random()::text), now()) returning id, public_id
    ), b as (
      insert into bundle (public_id, key_id, state, manifest, documents, made_at, begun_at)
      select gen_random_uuid(), k.id, 'open', '{"sources": []}', 0, now(), now() from k returning public_id
    )
    select s.public_id as feeds, k.public_id as "bundle-keys", b.public_id as bundles from s, k, b`)
  if (row === undefined) throw new Error('no feed was made')
  return row
}

/** Adds a passkey to whoever sits at the browser; its id. */
export async function withPasskey(browser: CookieBrowser, device = softwareAuthenticator(ORIGIN)): Promise<string> {
  const challenge = await browser.ask('POST', '/me/passkeys/challenge')
  const passkey = device.register(challenge.body.options)
  const added = await browser.ask('POST', '/me/passkeys', { title: 'Key', passkey })
  if (added.status !== 201) throw new Error(`passkey: ${added.status} ${JSON.stringify(added.body)}`)
  return added.body.id as string
}
