import type {
  ConfigurationProfile,
  ConfigurationProfileBulk,
  ConfigurationProfileChange,
  ConfigurationProfileCreate,
  ConfigurationProfileOrder,
  ListQuery,
  ProfileDocumentChange,
  ProfilesDone,
} from '@patchyard/api'
import {
  type Clock,
  defaultProfileDocument,
  isTimeZone,
  type ProfileDocument,
  profileDocumentText,
  type Random,
} from '@patchyard/domain'
import { foldText } from '@patchyard/query'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { assetsWith, assign, type AssignmentPorts, tellAgents } from './assign-profiles.ts'
import { type ConfigurationRecord, configurationProfileStore as store } from './configuration-profile-store.ts'
import { createKindService, tidyName } from './profile-kind-service.ts'
import { requireReach, tagIdsOf } from './profile-tags.ts'
import { listConfigurationProfiles, lookerOf, readConfigurationProfile } from './profiles-read-model.ts'

export interface ConfigurationProfilesService {
  list(
    principal: Principal,
    query: ListQuery,
  ): Promise<{ items: ConfigurationProfile[]; nextCursor: string | null; total: number }>
  get(principal: Principal, id: string): Promise<ConfigurationProfile>
  /** Throws Problem `malformed` (tag, zone), `conflict` (name taken), `forbidden` (reaches outside the scope). */
  create(principal: Principal, request: ConfigurationProfileCreate): Promise<ConfigurationProfile>
  change(principal: Principal, id: string, request: ConfigurationProfileChange): Promise<ConfigurationProfile>
  remove(principal: Principal, id: string): Promise<void>
  order(principal: Principal, request: ConfigurationProfileOrder): Promise<void>
  bulk(principal: Principal, request: ConfigurationProfileBulk): Promise<ProfilesDone>
}

export function createConfigurationProfiles(
  ports: { database: Database; clock: Clock; random: Random; cursors: Cursors } & AssignmentPorts,
): ConfigurationProfilesService {
  const { clock, random, cursors } = ports
  const { audit, changing, forEach, found, get, inTrx, read, remove, removeOne, requireName, requireRoom } =
    createKindService<ConfigurationRecord, ConfigurationProfile>(ports, {
      kind: 'configuration',
      store,
      read: readConfigurationProfile,
      sayable,
      async onRemoved(trx) {
        const rest = await store.inOrder(trx)
        await store.setOrder(
          trx,
          rest.map(one => one.id),
        )
      },
    })

  return {
    list: (principal, query) =>
      inTrx(principal, trx =>
        listConfigurationProfiles(trx, cursors.of(principal), query, lookerOf(principal, clock.nowMs())),
      ),
    get,
    remove,

    create: (principal, request) =>
      changing(principal, async trx => {
        const others = await store.inOrder(trx)
        requireRoom(others.length)
        const tagIds = await tagIdsOf(trx, request.tags)
        requireReach(principal, tagIds)
        const name = tidyName(request.name)
        await requireName(trx, name, null)
        const document = documentWith(defaultProfileDocument, request.document)
        const { description = '' } = request
        const publicId = random.uuid()
        const values = { name, nameFolded: foldText(name), description, document, priority: others.length + 1 }
        const id = await store.insert(trx, publicId, values, new Date(clock.nowMs()))
        await store.setTags(trx, id, tagIds)
        await audit(trx, principal, 'create', publicId, { after: sayable({ name, document, tagIds }) })
        await tellAgents(trx, ports, await assign(trx, 'all'))
        return read(trx, principal, publicId)
      }),

    change: (principal, publicId, request) =>
      changing(principal, async trx => {
        const before = await found(trx, publicId)
        const tagIds = request.tags === undefined ? before.tagIds : await tagIdsOf(trx, request.tags)
        requireReach(principal, before.isDefault ? 'everything' : [...before.tagIds, ...tagIds])
        if (before.isDefault && tagIds.length > 0) {
          throw new Problem('conflict', {
            field: '/tags',
            detail: 'the default profile is for every other asset: no tags',
          })
        }
        const name = request.name === undefined ? before.name : tidyName(request.name)
        await requireName(trx, name, before.id)
        const document = documentWith(before.document, request.document)
        const description = request.description ?? before.description
        const values = { name, nameFolded: foldText(name), description, document }
        await store.update(trx, before.id, values, new Date(clock.nowMs()))
        if (request.tags !== undefined) await store.setTags(trx, before.id, tagIds)
        await audit(trx, principal, 'change', publicId, {
          before: sayable(before),
          after: sayable({ name, document, tagIds }),
        })
        const moved = request.tags === undefined ? [] : await assign(trx, 'all')
        const isOther = profileDocumentText(document) !== profileDocumentText(before.document)
        const kept = isOther ? await assetsWith(trx, 'configuration_id', before.isDefault ? null : before.id) : []
        await tellAgents(trx, ports, [...moved, ...kept])
        return read(trx, principal, publicId)
      }),

    order: (principal, { ids }) =>
      changing(principal, async trx => {
        requireReach(principal, 'everything')
        const before = await store.inOrder(trx)
        const byPublicId = new Map(before.map(one => [one.publicId, one.id]))
        const wanted = ids.flatMap(id => byPublicId.get(id) ?? [])
        if (wanted.length !== ids.length || wanted.length !== before.length) {
          throw new Problem('conflict', {
            field: '/ids',
            detail: 'the list must name every profile but the default once; read the profiles again',
          })
        }
        await store.setOrder(trx, wanted)
        await writeAudit(trx, {
          principal,
          action: 'configurationProfile.order',
          object: 'configurationProfiles',
          detail: { before: before.map(one => one.publicId), after: ids },
          nowMs: clock.nowMs(),
        })
        await tellAgents(trx, ports, await assign(trx, 'all'))
      }),

    bulk: (principal, { ids }) => forEach(principal, ids, (trx, before) => removeOne(trx, principal, before)),
  }
}

/** Throws Problem `malformed` for a zone that this server does not know. */
function documentWith(before: ProfileDocument, change: ProfileDocumentChange | undefined): ProfileDocument {
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined)
  const document: ProfileDocument = { ...before, ...(Object.fromEntries(given) as ProfileDocumentChange) }
  for (const [i, window] of document.blackouts.entries()) {
    if (window.zone !== null && !isTimeZone(window.zone)) {
      throw new Problem('malformed', {
        field: `/document/blackouts/${i}/zone`,
        detail: `"${window.zone}" is not a time zone (example: Europe/Berlin)`,
      })
    }
  }
  // One text for one meaning: what is stored is what its digest names.
  return JSON.parse(profileDocumentText(document)) as ProfileDocument
}

const sayable = (profile: Pick<ConfigurationRecord, 'name' | 'document' | 'tagIds'>) => ({
  name: profile.name,
  document: profile.document,
  tags: profile.tagIds.length,
})
