import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { accessStore } from '../access/access-store.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { lockPeople } from '../people/people-lock.ts'
import { findPerson } from '../people/people-read-model.ts'
import { peopleStore } from '../people/people-store.ts'
import { issueOneTimeToken } from './one-time-tokens.ts'
import { removeAllFactors } from './remove-factors.ts'

export interface AdminReset {
  readonly token: string
  readonly expiresAt: Date
  /** The person was made now, or given back what an administrator has. */
  readonly made: boolean
  readonly raised: boolean
}

const FIRST_SUBSCRIPTION = 1

/**
 * The way back for who sits at the server's own machine: whoever may read the database may do this anyway. The person is
 * administrator of their subscription afterwards, sees all assets and is not disabled; the link sets a password.
 */
export async function resetAdministrator(
  ports: { database: Database; clock: Clock; random: Random },
  wish: { readonly email: string; readonly name: string | null; readonly removeFactors: boolean },
): Promise<AdminReset> {
  const { database, clock, random } = ports
  const email = wish.email.normalize('NFC').trim()
  const emailFolded = email.toLowerCase()
  const now = new Date(clock.nowMs())
  const known = await database.asOperator(trx => accessStore.findPersonByEmail(trx, emailFolded))
  const subscriptionId = known?.homeSubscriptionId ?? FIRST_SUBSCRIPTION
  return database.inSubscription(subscriptionId, async trx => {
    await lockPeople(trx)
    const publicId = known?.publicId ?? random.uuid()
    const name = wish.name ?? known?.name ?? email
    const personId =
      known?.id ??
      (await accessStore.insertPerson(trx, {
        ...{ publicId, email, emailFolded, name, passwordHash: null, now },
        homeSubscriptionId: subscriptionId,
        isOperator: true,
      }))
    const raised = await raise(trx, { subscriptionId, personId, publicId }, now)
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
  { subscriptionId, personId, publicId }: { subscriptionId: number; personId: number; publicId: string },
  now: Date,
): Promise<boolean> {
  const key = { subscriptionId, personId }
  const member = await findPerson(trx, subscriptionId, publicId)
  const standing = { roles: ['administrator' as const], grants: member?.grants ?? [], allAssets: true, tagIds: [] }
  await accessStore.enablePerson(trx, personId)
  if (member === null) {
    await peopleStore.insertMembership(trx, key, standing, now)
    return true
  }
  if (member.disabled) await peopleStore.setDisabled(trx, key, null, now)
  if (member.roles.includes('administrator') && member.scope.kind === 'all') return member.disabled
  await peopleStore.setStanding(trx, key, standing, now)
  return true
}
