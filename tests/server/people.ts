import { foldText, wordLine } from '@patchyard/query'
import type { Role } from '@patchyard/domain'
import type { TestServer } from '@patchyard/server/testing'
import { sessionCookie } from './cookie-browser.ts'
import { type Person, personWith } from './door-client.ts'

export interface Member {
  readonly email: string
  readonly person: Person
  /** `name=value` of the session cookie. */
  readonly cookie: string
  readonly secret: string
}

/** A further subscription, made by the operator. Returns its number. */
export async function addSubscription(server: TestServer, name: string): Promise<number> {
  const [row] = await server.db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), $1, 'full', now())
     returning id`,
    [name],
  )
  return row?.id ?? 0
}

/** A person with a role, signed in and with an API key. Has the password of the first administrator, so no hash is made. */
export async function addMember(server: TestServer, email: string, role: Role, subscriptionId = 1): Promise<Member> {
  await server.db.owner(
    `insert into person (public_id, email, email_folded, email_words, name, name_folded, name_words, password_hash,
                         home_subscription_id, created_at)
     select gen_random_uuid(), $1::text, $3::text, $4::text, $1::text, $3::text, $4::text, password_hash, $2::int, now()
       from person where password_hash is not null order by id limit 1`,
    [email, subscriptionId, foldText(email), wordLine(email)],
  )
  await server.db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     select $2::int, id, array[$3::text], true, now() from person where email = $1::text`,
    [email, subscriptionId, role],
  )
  const cookie = await sessionCookie(server, email)
  const key = await server.app.inject({
    method: 'POST',
    url: '/api/v1/api-keys',
    headers: { cookie },
    payload: { title: 'test' },
  })
  if (key.statusCode !== 201) throw new Error(`key of ${email}: ${key.statusCode} ${key.body}`)
  const { secret } = key.json<{ secret: string }>()
  return { email, cookie, secret, person: personWith(server, secret) }
}

/** The public id of who has this address. */
export async function personIdOf(server: TestServer, email: string): Promise<string> {
  const [row] = await server.db.owner<{ id: string }>(`select public_id as id from person where email = $1`, [email])
  if (row === undefined) throw new Error(`nobody has the address ${email}`)
  return row.id
}

/** In place of all assets a person of the first subscription sees those with these tags, by public ids; without any: none. */
export async function setScope(server: TestServer, email: string, ...tags: readonly string[]): Promise<void> {
  await server.db.owner(
    `update membership m set all_assets = false from person p where p.id = m.person_id and p.email = $1`,
    [email],
  )
  await server.db.owner(`delete from membership_tag t using person p where p.id = t.person_id and p.email = $1`, [
    email,
  ])
  await server.db.owner(
    `insert into membership_tag (subscription_id, person_id, tag_id)
     select 1, p.id, t.id from person p, tag t where p.email = $1 and t.public_id = any($2::uuid[])`,
    [email, tags],
  )
}
