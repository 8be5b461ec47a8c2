import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { findPerson } from '../../people/people-read-model.ts'
import { issueOneTimeToken } from './one-time-tokens-service.ts'
import type { IdentityMembers } from '../identity/identity-members.ts'
import type { SignInPeople } from '../sign-in-people.ts'
import { removeAllFactors } from '../factors/remove-factors.ts'

export interface AdminReset {
  readonly token: string
  readonly expiresAt: Date
  /** The person was made now, or given back what an administrator has. */
  readonly made: boolean
  readonly raised: boolean
}

/** What it needs of people; their features have it. */
export interface ResetPeople
  extends Pick<SignInPeople, 'findPersonByEmail' | 'insertPerson'>,
    Pick<IdentityMembers, 'insertMembership' | 'setStanding'> {
  lockPeople(trx: Trx): Promise<void>
  enablePerson(trx: Trx, personId: number): Promise<void>
  setDisabled(trx: Trx, key: { subscriptionId: number; personId: number }, at: Date | null, now: Date): Promise<void>
}

const FIRST_SUBSCRIPTION = 1

/**
 * The way back for who sits at the server's own machine: whoever may read the database may do this anyway. The person is
 * administrator of their subscription afterwards, sees all assets and is not disabled; the link sets a password.
 */
export async function resetAdministrator(
  ports: { database: Database; clock: Clock; random: Random; people: ResetPeople },
  wish: { readonly email: string; readonly name: string | null; readonly removeFactors: boolean },
): Promise<AdminReset> {
  const { database, clock, random, people } = ports
  const email = wish.email.normalize('NFC').trim()
  const now = new Date(clock.nowMs())
  const known = await database.asOperator(trx => people.findPersonByEmail(trx, email))
  const subscriptionId = known?.homeSubscriptionId ?? FIRST_SUBSCRIPTION
  return database.inSubscription(subscriptionId, async trx => {
    await people.lockPeople(trx)
    const publicId = known?.publicId ?? random.uuid()
    const name = wish.name ?? known?.name ?? email
    const personId =
      known?.id ??
      (await people.insertPerson(trx, {
        ...{ publicId, email, name, passwordHash: null, now },
        homeSubscriptionId: subscriptionId,
        isOperator: true,
      }))
    const raised = await raise(trx, people, { subscriptionId, personId, publicId }, now)
    const removed = wish.removeFactors ? await removeAllFactors(trx, personId) : null
    const token = await issueOneTimeToken(trx, { kind: 'adminReset', personId, random, nowMs: clock.nowMs() })
    await writeAudit(trx, {
      actor: { system: 'host' },
      action: 'person.adminReset',
      object: `person:${publicId}`,
      detail: { made: known === null, raised, removed },
      nowMs: clock.nowMs(),
    })
    return { token: token.text, expiresAt: token.expiresAt, made: known === null, raised }
  })
}

async function raise(
  trx: Trx,
  people: ResetPeople,
  { subscriptionId, personId, publicId }: { subscriptionId: number; personId: number; publicId: string },
  now: Date,
): Promise<boolean> {
  const key = { subscriptionId, personId }
  const member = await findPerson(trx, subscriptionId, publicId)
  const standing = { roles: ['administrator' as const], grants: member?.grants ?? [], allAssets: true, tagIds: [] }
  await people.enablePerson(trx, personId)
  if (member === null) {
    await people.insertMembership(trx, key, standing, now)
    return true
  }
  if (member.disabled) await people.setDisabled(trx, key, null, now)
  if (member.roles.includes('administrator') && member.scope.kind === 'all') return member.disabled
  await people.setStanding(trx, key, standing, now)
  return true
}
