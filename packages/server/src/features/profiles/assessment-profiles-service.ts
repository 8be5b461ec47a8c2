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
import type { Cursors } from '../../paging/cursor.ts'
import {
  type AssessmentRecord,
  type AssessmentValues,
  assessmentProfileStore as store,
} from './assessment-profile-store.ts'
import { assetsWith, assign, type AssignmentPorts, tellAgents } from './assign-profiles.ts'
import { createKindService, tidyName } from './profile-kind-service.ts'
import { requireReach, tagIdsOf } from './profile-tags.ts'
import { listAssessmentProfiles, lookerOf, readAssessmentProfile } from './profiles-read-model.ts'

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
  ports: { database: Database; clock: Clock; random: Random; cursors: Cursors } & AssignmentPorts,
): AssessmentProfilesService {
  const { clock, random, cursors } = ports
  const { audit, changing, forEach, found, get, inTrx, read, remove, removeOne, requireName, requireRoom } =
    createKindService<AssessmentRecord, AssessmentProfile>(ports, {
      kind: 'assessment',
      store,
      read: readAssessmentProfile,
      sayable,
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
    await requireName(trx, values.name, id)
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
    const name = request.name === undefined ? before.name : tidyName(request.name)
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
    const hasOtherInterval = values.scanEveryS !== before.scanEveryS
    const kept = hasOtherInterval ? await assetsWith(trx, 'assessment_id', before.isDefault ? null : before.id) : []
    await tellAgents(trx, ports, [...moved, ...kept])
  }

  return {
    list: (principal, query) =>
      inTrx(principal, trx =>
        listAssessmentProfiles(trx, cursors.of(principal), query, lookerOf(principal, clock.nowMs())),
      ),
    get,
    remove,

    create: (principal, request) =>
      changing(principal, async trx => {
        requireInterval(principal, request.scanEveryS)
        requireRoom(await store.count(trx))
        const tagIds = await tagIdsOf(trx, request.tags)
        requireReach(principal, tagIds)
        const name = tidyName(request.name)
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

    bulk: (principal, { ids, action }) =>
      forEach(principal, ids, async (trx, before) => {
        if (action === 'delete') return removeOne(trx, principal, before)
        if (before.isDefault) throw new Problem('conflict', { detail: 'the default profile is always on' })
        return changeOne(trx, principal, before, { enabled: action === 'enable' })
      }),
  }
}

const sayable = (profile: Pick<AssessmentRecord, 'name' | 'enabled' | 'scanEveryS' | 'tagIds'>) => ({
  name: profile.name,
  enabled: profile.enabled,
  scanEveryS: profile.scanEveryS,
  tags: profile.tagIds.length,
})
