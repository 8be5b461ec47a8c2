import type { Licence as LicencePage, LicenceGiven, LicenceSet, LicenceTags } from '@patchyard/api'
import { type Clock, effectiveLicence, type Licence, licenceMisfit, licencePermits } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { calculateLicences, type Calculated } from './calculate-licences.ts'
import { readLicencePage } from './licence-page-read-model.ts'
import { listDueSubscriptions, readLicence } from './licence-read-model.ts'
import { licenceStore } from './licence-store.ts'

export interface LicencesService {
  read(principal: Principal): Promise<LicencePage>
  setTags(principal: Principal, change: LicenceTags): Promise<LicencePage>
  /** For the installation's operator. Throws Problem `not_found`, or `malformed` for a licence that cannot be. */
  setLicence(principal: Principal, subscriptionPublicId: string, wanted: LicenceSet): Promise<LicenceGiven>
  /** Calculates if anything changed since the last time. After it, `asset.licensed` says what was true when it was called. */
  settle(subscriptionId: number): Promise<void>
  /** Settles every subscription that has changes, or whose licence began or ended since the last time. */
  tick(): Promise<void>
}

export function createLicencesService(ports: {
  database: Database
  clock: Clock
  /** Assets lost their licence: what was planned for them and has not begun is not to begin. */
  onLost: (subscriptionId: number) => Promise<void>
  /** The licence ended. Called again until it returned once. */
  onEnded: (subscriptionId: number) => Promise<void>
  /** Free began or ended; in the transaction that notes it. */
  onPermitsChanged: (trx: Trx) => Promise<void>
  onFailure: (subscriptionId: number, error: unknown) => void
}): LicencesService {
  const { database, clock } = ports

  async function calculate(subscriptionId: number): Promise<void> {
    for (;;) {
      const done = await database.inSubscription(subscriptionId, trx => calculateLicences(trx, clock.nowMs()))
      if (done.isDone) return follow(subscriptionId, done)
    }
  }

  /** What follows from it, in transactions of their own: they lock agents' lines, and calculating locks assets. */
  async function follow(subscriptionId: number, { effective, applied }: Calculated): Promise<void> {
    if (effective === 'free' && applied !== 'free') await ports.onEnded(subscriptionId)
    // Also when none lost it just now: assets lose it in the transactions of others.
    await ports.onLost(subscriptionId)
    if (effective === applied) return
    await database.inSubscription(subscriptionId, async trx => {
      // Renewed in the meantime: the next tick sees to it.
      if (effectiveLicence(await readLicence(trx), clock.nowMs()) === effective) {
        await licenceStore.setApplied(trx, effective)
        if (licencePermits(effective) !== licencePermits(applied ?? 'full')) await ports.onPermitsChanged(trx)
      }
    })
  }

  async function settle(subscriptionId: number): Promise<void> {
    const due = await database.inSubscription(subscriptionId, async trx => {
      if (await licenceStore.hasChanges(trx)) return true
      const licence = await readLicence(trx)
      return licence.applied !== effectiveLicence(licence, clock.nowMs())
    })
    if (due) await calculate(subscriptionId)
  }

  const read = ({ subscriptionId }: Principal): Promise<LicencePage> =>
    database.inSubscription(subscriptionId, trx => readLicencePage(trx, clock.nowMs()), { readOnly: true })

  return {
    read,

    async setTags(principal, { include, exclude }) {
      const { subscriptionId } = principal
      const nowMs = clock.nowMs()
      await database.inSubscription(subscriptionId, async trx => {
        // Two people at once: the second replaces what the first wrote, whole.
        await licenceStore.lock(trx)
        const before = await namesOf(trx)
        for (const [side, ids] of [['include', include] as const, ['exclude', exclude] as const]) {
          if (ids !== undefined) await licenceStore.replaceTags(trx, side, [])
        }
        for (const [side, ids] of [['include', include] as const, ['exclude', exclude] as const]) {
          if (ids !== undefined) await addTags(trx, side, ids)
        }
        await licenceStore.noteChange(trx)
        const detail = { before, after: await namesOf(trx) }
        await writeAudit(trx, { principal, action: 'licence.tags', object: 'licence', detail, nowMs })
      })
      await settle(subscriptionId)
      return read(principal)
    },

    async setLicence(principal, subscriptionPublicId, wanted) {
      const licence: Licence = {
        kind: wanted.kind,
        limit: wanted.limit ?? null,
        endAt: wanted.endAt === null || wanted.endAt === undefined ? null : new Date(wanted.endAt),
      }
      const misfit = licenceMisfit(licence)
      if (misfit !== null) throw new Problem('malformed', { detail: misfit })
      const found = await database.asOperator(trx =>
        trx.selectFrom('subscription').select('id').where('public_id', '=', subscriptionPublicId).executeTakeFirst(),
      )
      if (found === undefined) throw new Problem('not_found')
      const nowMs = clock.nowMs()
      await database.inSubscription(found.id, async trx => {
        const before = shownLicence(await readLicence(trx))
        await licenceStore.setLicence(trx, found.id, licence)
        await licenceStore.noteChange(trx)
        await writeAudit(trx, {
          actor: { operator: principal.personPublicId },
          action: 'licence.set',
          object: `subscription:${subscriptionPublicId}`,
          detail: { before, after: shownLicence(licence) },
          nowMs,
        })
      })
      await settle(found.id)
      return {
        subscriptionId: subscriptionPublicId,
        ...shownLicence(licence),
        effectiveKind: effectiveLicence(licence, nowMs),
      }
    },

    settle,

    async tick() {
      const due = await database.asOperator(trx => listDueSubscriptions(trx, new Date(clock.nowMs())))
      for (const id of due) {
        // One subscription's trouble must not keep the others from what they have.
        await calculate(id).catch((error: unknown) => ports.onFailure(id, error))
      }
    },
  }
}

const shownLicence = ({ kind, limit, endAt }: Licence): Pick<LicenceGiven, 'kind' | 'limit' | 'endAt'> => ({
  kind,
  limit,
  endAt: endAt?.toISOString() ?? null,
})

async function namesOf(trx: Trx): Promise<{ include: string[]; exclude: string[] }> {
  const tags = await licenceStore.listTags(trx)
  const side = (name: string): string[] => tags.filter(tag => tag.side === name).map(tag => tag.name)
  return { include: side('include'), exclude: side('exclude') }
}

async function addTags(trx: Trx, side: 'include' | 'exclude', publicIds: readonly string[]): Promise<void> {
  const known = await trx
    .selectFrom('tag')
    .select(['id', 'public_id', 'name'])
    .where('public_id', '=', sql<string>`any(${[...publicIds]}::uuid[])`)
    .execute()
  const lost = publicIds.find(id => !known.some(tag => tag.public_id === id))
  if (lost !== undefined) throw new Problem('not_found', { field: `/${side}`, detail: `${lost} does not exist` })
  const other = (await licenceStore.listTags(trx)).find(tag => publicIds.includes(tag.publicId))
  if (other !== undefined) {
    throw new Problem('malformed', { field: `/${side}`, detail: `"${other.name}" would be included and excluded` })
  }
  await licenceStore.replaceTags(
    trx,
    side,
    known.map(tag => tag.id),
  )
}
