import type { Role } from '@patchyard/domain'
import type { TestServer } from '@patchyard/server/testing'
import { type Person, personWith } from './door-client.ts'

export const PASSWORD = 'correct horse battery'

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
    `insert into person (public_id, email, email_folded, name, password_hash, home_subscription_id, created_at)
     select gen_random_uuid(), $1::text, lower($1::text), $1::text, password_hash, $2::int, now() from person
      where password_hash is not null order by id limit 1`,
    [email, subscriptionId],
  )
  await server.db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     select $2::int, id, array[$3::text], true, now() from person where email = $1::text`,
    [email, subscriptionId, role],
  )
  const signedIn = await server.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email, password: PASSWORD },
  })
  const cookie = signedIn.cookies.map(c => `${c.name}=${c.value}`).join('; ')
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
