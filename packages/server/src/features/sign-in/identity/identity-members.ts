import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Clock, Grant, Random, Role } from '@patchyard/domain'
import { writeAudit } from '../../audit/audit-service.ts'
import type { SignInPeople } from '../sign-in-people.ts'
import type { MappedStanding } from './group-mapping.ts'
import { linkStore } from './link-store.ts'
import type { IdentityClaims } from './oidc-client.ts'
import type { ProviderRecord } from './provider-store.ts'

export interface StandingToStore {
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly allAssets: boolean
  readonly tagIds: readonly number[]
}

/** What single sign-on needs of people and tags; those features have it. Behind the wall. */
export interface IdentityMembers {
  lockPeople(trx: Trx): Promise<void>
  insertMembership(
    trx: Trx,
    key: { subscriptionId: number; personId: number },
    standing: StandingToStore,
    now: Date,
  ): Promise<void>
  setStanding(
    trx: Trx,
    key: { subscriptionId: number; personId: number },
    standing: StandingToStore,
    now: Date,
  ): Promise<void>
  /** Of the tags that are there; others are left out, which only narrows. */
  tagIds(trx: Trx, publicIds: readonly string[]): Promise<number[]>
  /** null for who is no member. */
  standingOf(
    trx: Trx,
    subscriptionId: number,
    personId: number,
  ): Promise<(StandingToStore & { publicId: string; lastAdministrator: boolean }) | null>
  /** The name as it is kept, or null when it cannot be taken: it hides something or looks like somebody else's. */
  usableName(trx: Trx, name: string): Promise<string | null>
}

export type Settled =
  | { readonly kind: 'settled'; readonly personId: number }
  | {
      readonly kind: 'refused'
      readonly code: 'identity_taken' | 'identity_claims' | 'identity_refused'
      readonly because: string
    }

const EMAIL = /^[^\s@\0-\x1f]+@[^\s@\0-\x1f]+$/

/**
 * The person that a subject of an issuer is: found by both, never by an e-mail address (S9.6, S9.7), or made now. Where the provider
 * maps groups, its word counts at every sign-in: a role that was taken away there is gone here.
 */
export async function settleMember(
  trx: Trx,
  ports: { people: SignInPeople; members: IdentityMembers; random: Random; clock: Clock },
  input: {
    provider: ProviderRecord
    subscriptionId: number
    claims: IdentityClaims
    standing: MappedStanding | null
    now: Date
  },
): Promise<Settled> {
  const { members } = ports
  const { provider, subscriptionId, claims, now } = input
  await members.lockPeople(trx)
  const standing = input.standing === null ? null : await stored(trx, members, input.standing)
  const personId = await linkStore.findPersonId(trx, provider.issuer, claims.sub)
  if (personId === null) return create(trx, ports, { ...input, standing })
  await linkStore.used(trx, provider.issuer, claims.sub, now)
  if (standing !== null) await follow(trx, ports, { provider, subscriptionId, personId, standing, now })
  return { kind: 'settled', personId }
}

async function stored(trx: Trx, members: IdentityMembers, standing: MappedStanding): Promise<StandingToStore> {
  const { roles, grants, allAssets, scopeTags } = standing
  return { roles, grants, allAssets, tagIds: await members.tagIds(trx, scopeTags) }
}

const same = (a: StandingToStore, b: StandingToStore): boolean => {
  const key = ({ roles, grants, allAssets, tagIds }: StandingToStore): string =>
    JSON.stringify([roles.toSorted(), grants.toSorted(), allAssets, tagIds.toSorted((x, y) => x - y)])
  return key(a) === key(b)
}

async function follow(
  trx: Trx,
  { members, clock }: { members: IdentityMembers; clock: Clock },
  input: { provider: ProviderRecord; subscriptionId: number; personId: number; standing: StandingToStore; now: Date },
): Promise<void> {
  const { provider, subscriptionId, personId, standing, now } = input
  const before = await members.standingOf(trx, subscriptionId, personId)
  if (before === null || same(before, standing)) return
  const stays = before.lastAdministrator && !(standing.roles.includes('administrator') && standing.allAssets)
  if (!stays) await members.setStanding(trx, { subscriptionId, personId }, standing, now)
  const shown = ({ roles, grants, allAssets }: StandingToStore) => ({ roles, grants, allAssets })
  await writeAudit(trx, {
    actor: { system: `identityProvider:${provider.publicId}` },
    // The only administrator left cannot be taken away by a list of groups: nobody could give it back.
    action: stays ? 'person.mappingHeld' : 'person.setAccess',
    object: `person:${before.publicId}`,
    detail: { before: shown(before), after: shown(standing) },
    nowMs: clock.nowMs(),
  })
}

async function create(
  trx: Trx,
  ports: { people: SignInPeople; members: IdentityMembers; random: Random; clock: Clock },
  input: {
    provider: ProviderRecord
    subscriptionId: number
    claims: IdentityClaims
    standing: StandingToStore | null
    now: Date
  },
): Promise<Settled> {
  const { people, members, random } = ports
  const { provider, subscriptionId, claims, now } = input
  const { email: told, email_verified: verified } = claims
  if (typeof told !== 'string' || told.length > 254 || !EMAIL.test(told)) {
    return { kind: 'refused', code: 'identity_claims', because: 'the provider tells no e-mail address' }
  }
  if (verified === false) {
    return { kind: 'refused', code: 'identity_claims', because: 'the provider did not verify the e-mail address' }
  }
  const email = told.normalize('NFC')
  if ((await people.findPersonByEmail(trx, email)) !== null) {
    return { kind: 'refused', code: 'identity_taken', because: 'address taken' }
  }
  const name = (await usableName(trx, members, claims)) ?? (await members.usableName(trx, email))
  if (name === null) return { kind: 'refused', code: 'identity_claims', because: 'the name looks like somebody else’s' }
  const publicId = random.uuid()
  const person = { publicId, email, name, passwordHash: null, homeSubscriptionId: subscriptionId, now }
  const personId = await people.insertPerson(trx, person)
  const standing = input.standing ?? { roles: ['patchReader'] as const, grants: [], allAssets: false, tagIds: [] }
  await members.insertMembership(trx, { subscriptionId, personId }, standing, now)
  const { issuer } = provider
  const link = { publicId: random.uuid(), subscriptionId, issuer, subject: claims.sub, personId, now, usedAt: now }
  if (!(await linkStore.insert(trx, link))) throw new Problem('conflict')
  await writeAudit(trx, {
    actor: { system: `identityProvider:${provider.publicId}` },
    action: 'person.create',
    object: `person:${publicId}`,
    detail: {
      after: { email, name, roles: standing.roles, allAssets: standing.allAssets, issuer, subject: claims.sub },
    },
    nowMs: ports.clock.nowMs(),
  })
  return { kind: 'settled', personId }
}

async function usableName(trx: Trx, members: IdentityMembers, claims: IdentityClaims): Promise<string | null> {
  const { name, preferred_username: login } = claims
  for (const text of [name, login]) {
    if (typeof text !== 'string') continue
    const usable = await members.usableName(trx, text.slice(0, 120))
    if (usable !== null) return usable
  }
  return null
}
