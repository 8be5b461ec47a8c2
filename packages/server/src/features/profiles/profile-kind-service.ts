import type { ProfilesDone } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { assign, type AssignmentPorts, lockProfiles, tellAgents } from './assign-profiles.ts'
import { ensureDefaultProfiles } from './default-profiles.ts'
import { eachByItself } from './each-by-itself.ts'
import type { ProfileKind, ProfileRecord } from './profile-kind.ts'
import type { createKindStore } from './profile-kind-store.ts'
import { requireReach } from './profile-tags.ts'
import { type Looker, lookerOf } from './profiles-read-model.ts'

/** Each is looked at whenever an asset's tags change. */
const MOST_PROFILES = 200

/** The part of profiles' services that is the same for both kinds. `R`: a record as its store gives it, `P`: as the API shows it. */
export function createKindService<R extends ProfileRecord, P>(
  ports: { database: Database; clock: Clock; random: Random } & AssignmentPorts,
  of: {
    readonly kind: ProfileKind
    readonly store: ReturnType<typeof createKindStore> & { find(trx: Trx, publicId: string): Promise<R | null> }
    readonly read: (trx: Trx, publicId: string, looker: Looker) => Promise<P | null>
    /** What the audit says of a profile. */
    readonly sayable: (profile: R) => Readonly<Record<string, unknown>>
    /** In the transaction that removed one, before assets get another. */
    readonly onRemoved?: (trx: Trx) => Promise<void>
  },
) {
  const { database, clock, random } = ports
  const { kind, store } = of

  const inTrx = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      await ensureDefaultProfiles(trx, random, new Date(clock.nowMs()))
      return work(trx)
    })

  /** As `inTrx`, alone among those who change profiles of the subscription. */
  const changing = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    inTrx(principal, async trx => {
      await lockProfiles(trx)
      return work(trx)
    })

  async function read(trx: Trx, principal: Principal, id: string): Promise<P> {
    const profile = await of.read(trx, id, lookerOf(principal, clock.nowMs()))
    if (profile === null) throw new Problem('not_found')
    return profile
  }

  async function found(trx: Trx, id: string): Promise<R> {
    const profile = await store.find(trx, id)
    if (profile === null) throw new Problem('not_found')
    return profile
  }

  const audit = (trx: Trx, principal: Principal, action: string, id: string, detail: Record<string, unknown>) =>
    writeAudit(trx, {
      principal,
      action: `${kind}Profile.${action}`,
      object: `${kind}Profile:${id}`,
      detail,
      nowMs: clock.nowMs(),
    })

  /** `id`: the profile that has the name already, or is to get it; null: a new one. */
  async function requireName(trx: Trx, name: string, id: number | null): Promise<void> {
    if (!(await store.isNameTaken(trx, foldText(name), id))) return
    const article = kind === 'assessment' ? 'an' : 'a'
    throw new Problem('conflict', { field: '/name', detail: `there is ${article} ${kind} profile named ${name}` })
  }

  function requireRoom(count: number): void {
    if (count < MOST_PROFILES) return
    throw new Problem('conflict', { detail: `there are ${MOST_PROFILES} ${kind} profiles; delete one first` })
  }

  async function removeOne(trx: Trx, principal: Principal, before: R): Promise<void> {
    if (before.isDefault) throw new Problem('conflict', { detail: 'the default profile cannot be deleted' })
    requireReach(principal, before.tagIds)
    await store.remove(trx, before.id)
    await of.onRemoved?.(trx)
    await audit(trx, principal, 'delete', before.publicId, { before: of.sayable(before) })
    await tellAgents(trx, ports, await assign(trx, 'all'))
  }

  return {
    inTrx,
    changing,
    read,
    found,
    audit,
    requireName,
    requireRoom,
    removeOne,
    get: (principal: Principal, id: string): Promise<P> => inTrx(principal, trx => read(trx, principal, id)),
    remove: (principal: Principal, id: string): Promise<void> =>
      changing(principal, async trx => removeOne(trx, principal, await found(trx, id))),

    /** One that does not exist refuses all; then each in a transaction of its own. */
    async forEach(
      principal: Principal,
      ids: readonly string[],
      work: (trx: Trx, before: R) => Promise<void>,
    ): Promise<ProfilesDone> {
      await inTrx(principal, async trx => {
        for (const id of ids) await found(trx, id)
      })
      return eachByItself(ids, id => changing(principal, async trx => work(trx, await found(trx, id))))
    },
  }
}

/** As it is kept. */
export const tidyName = (name: string): string => name.normalize('NFC').trim()
