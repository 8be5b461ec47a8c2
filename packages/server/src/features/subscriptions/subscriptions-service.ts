import type {
  OwnSubscription,
  Subscription,
  SubscriptionChange,
  SubscriptionCreate,
  SubscriptionCreated,
  SubscriptionSuspend,
  SubscriptionSwitch,
} from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { withSubscription } from '../../database/wall.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { writeAudit } from '../audit/audit-service.ts'
import type { FirstAdministrators } from './first-administrators.ts'
import { type SubscriptionRecord, subscriptionStore } from './subscription-store.ts'
import { isMember, listOwnSubscriptions, readSubscription } from './subscriptions-read-model.ts'

export interface SubscriptionsService {
  create(operator: Principal, request: SubscriptionCreate): Promise<SubscriptionCreated>
  rename(operator: Principal, publicId: string, request: SubscriptionChange): Promise<Subscription>
  suspend(operator: Principal, publicId: string, request: SubscriptionSuspend): Promise<Subscription>
  resume(operator: Principal, publicId: string): Promise<Subscription>
  listOwn(principal: Principal): Promise<OwnSubscription[]>
  /** Moves the session of this request. Throws Problem `not_found` for one that the person is no member of. */
  switchTo(principal: Principal, request: SubscriptionSwitch): Promise<number>
}

export function createSubscriptionsService(ports: {
  database: Database
  clock: Clock
  random: Random
  administrators: FirstAdministrators
  /** Agents of a subscription whose work is to be told anew, within the transaction; whom to wake after it. */
  workChanged(trx: Trx, subscriptionId: number): Promise<readonly number[]>
  onWork(subscriptionId: number, assetIds: readonly number[]): void
  moveSession(trx: Trx, session: { publicId: string; personId: number; subscriptionId: number }): Promise<void>
}): SubscriptionsService {
  const { database, clock, random } = ports
  const now = (): Date => new Date(clock.nowMs())

  /** In the installation's own chain by name; in the subscription's as a deed of its operator. */
  async function audit(
    trx: Trx,
    operator: Principal,
    subscription: { readonly id: number; readonly publicId: string },
    action: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const entry = { action: `subscription.${action}`, object: `subscription:${subscription.publicId}`, detail }
    const nowMs = clock.nowMs()
    await writeAudit(trx, { ...entry, principal: operator, nowMs, subscriptionId: 0 })
    const actor = { operator: operator.personPublicId }
    await writeAudit(trx, { ...entry, actor, nowMs, subscriptionId: subscription.id })
  }

  async function change(
    publicId: string,
    work: (trx: Trx, subscription: SubscriptionRecord) => Promise<readonly number[]>,
  ): Promise<Subscription> {
    const done = await database.asOperator(async trx => {
      const subscription = await subscriptionStore.lock(trx, publicId)
      if (subscription === null) throw new Problem('not_found')
      const assetIds = await work(trx, subscription)
      return { id: subscription.id, assetIds, shown: await readSubscription(trx, publicId) }
    })
    if (done.assetIds.length > 0) ports.onWork(done.id, done.assetIds)
    if (done.shown === null) throw new Problem('not_found')
    return done.shown
  }

  async function refuseTakenName(trx: Trx, name: string, exceptId: number | null): Promise<void> {
    if (await subscriptionStore.isNameTaken(trx, name, exceptId)) {
      throw new Problem('conflict', { field: '/name', detail: 'a subscription has this name' })
    }
  }

  return {
    async create(operator, request) {
      const publicId = random.uuid()
      const name = nameOf(request.name)
      return database.asOperator(async trx => {
        await refuseTakenName(trx, name, null)
        const id = await subscriptionStore.insert(trx, { publicId, name, now: now() })
        const made = await ports.administrators.make(trx, id, request.administrator)
        const detail = { after: { name, administrator: `person:${made.personPublicId}` } }
        await audit(trx, operator, { id, publicId }, 'create', detail)
        const subscription = await readSubscription(trx, publicId)
        if (subscription === null) throw new Problem('internal')
        return { subscription, link: made.link, linkEndsAt: made.linkEndsAt?.toISOString() ?? null }
      })
    },

    rename(operator, publicId, request) {
      const name = nameOf(request.name)
      return change(publicId, async (trx, subscription) => {
        if (subscription.name === name) return []
        await refuseTakenName(trx, name, subscription.id)
        await subscriptionStore.rename(trx, subscription.id, name)
        const detail = { before: { name: subscription.name }, after: { name } }
        await audit(trx, operator, subscription, 'rename', detail)
        return []
      })
    },

    suspend: (operator, publicId, request) =>
      change(publicId, async (trx, subscription) => {
        if (subscription.suspendedAt !== null) throw new Problem('conflict', { detail: 'it is suspended already' })
        await subscriptionStore.setSuspended(trx, subscription.id, now())
        const reason = request.reason?.trim() ?? ''
        await audit(trx, operator, subscription, 'suspend', reason === '' ? {} : { reason })
        await withSubscription(trx, subscription.id)
        return ports.workChanged(trx, subscription.id)
      }),

    resume: (operator, publicId) =>
      change(publicId, async (trx, subscription) => {
        if (subscription.suspendedAt === null) throw new Problem('conflict', { detail: 'it is not suspended' })
        await subscriptionStore.setSuspended(trx, subscription.id, null)
        await audit(trx, operator, subscription, 'resume', { suspendedAt: subscription.suspendedAt.toISOString() })
        await withSubscription(trx, subscription.id)
        return ports.workChanged(trx, subscription.id)
      }),

    listOwn: ({ personId, subscriptionId }) =>
      database.asOperator(trx => listOwnSubscriptions(trx, { personId, current: subscriptionId }), { readOnly: true }),

    switchTo(principal, request) {
      const { personId, sessionId } = principal
      if (sessionId === null) throw new Problem('forbidden', { detail: 'a key belongs to one subscription' })
      return database.asOperator(async trx => {
        const subscription = await subscriptionStore.lock(trx, request.id)
        if (subscription === null || !(await isMember(trx, subscription.id, personId))) throw new Problem('not_found')
        await ports.moveSession(trx, { publicId: sessionId, personId, subscriptionId: subscription.id })
        await writeAudit(trx, {
          principal,
          action: 'session.switch',
          object: `session:${sessionId}`,
          nowMs: clock.nowMs(),
          subscriptionId: subscription.id,
        })
        return subscription.id
      })
    },
  }
}

const nameOf = (text: string): string => text.normalize('NFC').trim()
