import type {
  AssessmentProfile,
  AssessmentProfileBulk,
  AssessmentProfileChange,
  AssessmentProfileCreate,
  ListQuery,
  ProfilesDone,
} from '@patchyard/api'
import { type Clock, type Random, shortestScanS } from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { writeAudit } from '../audit/audit-service.ts'
import {
  type AssessmentRecord,
  type AssessmentValues,
  assessmentProfileStore as store,
} from './assessment-profile-store.ts'
import { assetsWith, assign, type AssignmentPorts, lockProfiles, tellAgents } from './assign-profiles.ts'
import { eachByItself } from './each-by-itself.ts'
import { ensureDefaultProfiles } from './default-profiles.ts'
import { requireReach, tagIdsOf } from './profile-tags.ts'
import { listAssessmentProfiles, readAssessmentProfile } from './profiles-read-model.ts'

/** Each is looked at whenever an asset's tags change. */
const MOST_PROFILES = 200

export interface AssessmentProfilesService {
  list(
    principal: Principal,
    query: ListQuery,
  ): Promise<{ items: AssessmentProfile[]; nextCursor: string | null; total: number }>
  get(principal: Principal, id: string): Promise<AssessmentProfile>
  /** Throws Problem `malformed` (interval, tag), `conflict` (name or tag taken), `forbidden` (reaches outside the scope). */
  create(principal: Principal, request: AssessmentProfileCreate): Promise<AssessmentProfile>
  change(principal: Principal, id: string, request: AssessmentProfileChange): Promise<AssessmentProfile>
  remove(principal: Principal, id: string): Promise<void>
  bulk(principal: Principal, request: AssessmentProfileBulk): Promise<ProfilesDone>
}

export function createAssessmentProfiles(
  ports: { database: Database; clock: Clock; random: Random; cursors: CursorCodec } & AssignmentPorts,
): AssessmentProfilesService {
  const { database, clock, random, cursors } = ports

  const inTrx = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      await ensureDefaultProfiles(trx, random, new Date(clock.nowMs()))
      return work(trx)
    })

  const changing = <T>(principal: Principal, work: (trx: Trx) => Promise<T>): Promise<T> =>
    inTrx(principal, async trx => {
      await lockProfiles(trx)
      return work(trx)
    })

  async function read(trx: Trx, principal: Principal, id: string): Promise<AssessmentProfile> {
    const profile = await readAssessmentProfile(trx, id, principal)
    if (profile === null) throw new Problem('not_found')
    return profile
  }

  async function found(trx: Trx, id: string): Promise<AssessmentRecord> {
    const profile = await store.find(trx, id)
    if (profile === null) throw new Problem('not_found')
    return profile
  }

  const audit = (trx: Trx, principal: Principal, action: string, id: string, detail: Record<string, unknown>) =>
    writeAudit(trx, {
      principal,
      action: `assessmentProfile.${action}`,
      object: `assessmentProfile:${id}`,
      detail,
      nowMs: clock.nowMs(),
    })

  function requireInterval(principal: Principal, scanEveryS: number): void {
    const shortest = shortestScanS[principal.licence]
    if (scanEveryS >= shortest) return
    throw new Problem('malformed', {
      field: '/scanEveryS',
      detail: `${scanEveryS} is below ${shortest}, the shortest interval while the licence is ${principal.licence}`,
    })
  }

  async function requireFree(trx: Trx, values: AssessmentValues, tagIds: readonly number[], id: number | null) {
    if (await store.isNameTaken(trx, values.nameFolded, id)) {
      throw new Problem('conflict', { field: '/name', detail: `there is an assessment profile named ${values.name}` })
    }
    const taken = await store.takenTag(trx, tagIds, id)
    if (taken !== null) {
      throw new Problem('conflict', {
        field: '/tags',
        detail: `the tag ${taken.tag} stands in the assessment profile ${taken.profile} already`,
      })
    }
  }

  async function changeOne(
    trx: Trx,
    principal: Principal,
    before: AssessmentRecord,
    request: AssessmentProfileChange,
  ): Promise<void> {
    const tagIds = request.tags === undefined ? before.tagIds : await tagIdsOf(trx, request.tags)
    requireReach(principal, before.isDefault ? 'everything' : [...before.tagIds, ...tagIds])
    if (before.isDefault && (tagIds.length > 0 || request.enabled === false)) {
      throw new Problem('conflict', {
        detail: 'the default profile is for every other asset: it has no tags and is always on',
      })
    }
    // An interval from the time of a better licence stays until somebody chooses another.
    if (request.scanEveryS !== undefined && request.scanEveryS !== before.scanEveryS) {
      requireInterval(principal, request.scanEveryS)
    }
    const name = request.name === undefined ? before.name : request.name.normalize('NFC').trim()
    const values = {
      name,
      nameFolded: foldText(name),
      enabled: request.enabled ?? before.enabled,
      scanEveryS: request.scanEveryS ?? before.scanEveryS,
    }
    await requireFree(trx, values, tagIds, before.id)
    await store.update(trx, before.id, values, new Date(clock.nowMs()))
    if (request.tags !== undefined) await store.setTags(trx, before.id, tagIds)
    await audit(trx, principal, 'change', before.publicId, {
      before: sayable(before),
      after: sayable({ ...values, tagIds }),
    })
    const moved = await assign(trx, 'all')
    const slower = values.scanEveryS !== before.scanEveryS
    const kept = slower ? await assetsWith(trx, 'assessment_id', before.isDefault ? null : before.id) : []
    await tellAgents(trx, ports, [...moved, ...kept])
  }

  async function removeOne(trx: Trx, principal: Principal, before: AssessmentRecord): Promise<void> {
    if (before.isDefault) throw new Problem('conflict', { detail: 'the default profile cannot be deleted' })
    requireReach(principal, before.tagIds)
    await store.remove(trx, before.id)
    await audit(trx, principal, 'delete', before.publicId, { before: sayable(before) })
    await tellAgents(trx, ports, await assign(trx, 'all'))
  }

  return {
    list: (principal, query) => inTrx(principal, trx => listAssessmentProfiles(trx, cursors, query, principal)),
    get: (principal, id) => inTrx(principal, trx => read(trx, principal, id)),

    create: (principal, request) =>
      changing(principal, async trx => {
        requireInterval(principal, request.scanEveryS)
        if ((await store.count(trx)) >= MOST_PROFILES) {
          throw new Problem('conflict', { detail: `there are ${MOST_PROFILES} assessment profiles; delete one first` })
        }
        const tagIds = await tagIdsOf(trx, request.tags)
        requireReach(principal, tagIds)
        const name = request.name.normalize('NFC').trim()
        const { scanEveryS, enabled = true } = request
        const values = { name, nameFolded: foldText(name), enabled, scanEveryS }
        await requireFree(trx, values, tagIds, null)
        const publicId = random.uuid()
        const id = await store.insert(trx, publicId, values, new Date(clock.nowMs()))
        await store.setTags(trx, id, tagIds)
        await audit(trx, principal, 'create', publicId, { after: sayable({ ...values, tagIds }) })
        await tellAgents(trx, ports, await assign(trx, 'all'))
        return read(trx, principal, publicId)
      }),

    change: (principal, id, request) =>
      changing(principal, async trx => {
        await changeOne(trx, principal, await found(trx, id), request)
        return read(trx, principal, id)
      }),

    remove: (principal, id) => changing(principal, async trx => removeOne(trx, principal, await found(trx, id))),

    async bulk(principal, { ids, action }) {
      await inTrx(principal, async trx => {
        for (const id of ids) await found(trx, id)
      })
      return eachByItself(ids, id =>
        changing(principal, async trx => {
          const before = await found(trx, id)
          if (action === 'delete') return removeOne(trx, principal, before)
          if (before.isDefault) throw new Problem('conflict', { detail: 'the default profile is always on' })
          return changeOne(trx, principal, before, { enabled: action === 'enable' })
        }),
      )
    },
  }
}

const sayable = (profile: Pick<AssessmentRecord, 'name' | 'enabled' | 'scanEveryS' | 'tagIds'>) => ({
  name: profile.name,
  enabled: profile.enabled,
  scanEveryS: profile.scanEveryS,
  tags: profile.tagIds.length,
})
