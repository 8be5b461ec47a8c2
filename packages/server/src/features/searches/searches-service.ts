import { createHash } from 'node:crypto'
import type {
  FindingState,
  QueryEntity,
  RecentSearch,
  RecentSearchNote,
  SavedSearch,
  SavedSearchChange,
  SavedSearchCreate,
  SavedSearchQuery,
} from '@patchyard/api'
import { type Clock, type Random, decide } from '@patchyard/domain'
import { type Entity, foldText, LANGUAGE_VERSION } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { readHaving, readQuery, refuseStatus } from '../../queries/read-query.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { inPresentLanguage } from './present-language.ts'
import { recentSearchStore } from './recent-search-store.ts'
import { type SavedSearchRecord, savedSearchStore, type SearchTexts } from './saved-search-store.ts'
import { listRecentSearches, listSavedSearches, readSavedSearch } from './searches-read-model.ts'

/** Kept searches are for people; a program that makes them without end meets this. */
const SAVED_PER_PERSON = 500

export interface SearchesService {
  recent(principal: Principal, entity: QueryEntity | undefined): Promise<{ items: RecentSearch[] }>
  /** What finds everything is not worth a place. Throws Problem `query_invalid`. */
  note(principal: Principal, search: RecentSearchNote): Promise<void>
  clearRecent(principal: Principal, entity: QueryEntity | undefined): Promise<void>
  list(
    principal: Principal,
    query: SavedSearchQuery,
  ): Promise<{ items: SavedSearch[]; nextCursor: string | null; total: number }>
  get(principal: Principal, publicId: string): Promise<SavedSearch>
  /** Throws Problem `query_invalid`, `conflict` (name taken, too many), `forbidden` (may not share). */
  create(principal: Principal, request: SavedSearchCreate): Promise<SavedSearch>
  change(principal: Principal, publicId: string, request: SavedSearchChange): Promise<SavedSearch>
  remove(principal: Principal, publicId: string): Promise<void>
}

interface Asked {
  readonly query?: string | undefined
  readonly having?: string | null | undefined
  readonly status?: FindingState | null | undefined
}

/** Checks what was asked and writes it as it is kept. */
function textsOf(entity: Entity, asked: Asked): SearchTexts {
  refuseStatus(entity, asked.status)
  const query = asked.query ?? ''
  const having = readHaving(entity, asked.having)
  return {
    query,
    queryCanonical: readQuery(entity, query, 'query').canonical,
    having: having === null ? null : (asked.having ?? null),
    havingCanonical: having?.canonical ?? null,
    status: asked.status ?? null,
    languageVersion: LANGUAGE_VERSION,
  }
}

const nameOf = (title: string): string => title.normalize('NFC').trim()

export function createSearchesService(ports: {
  database: Database
  clock: Clock
  random: Random
  cursors: Cursors
}): SearchesService {
  const { database, clock, random, cursors } = ports

  const audit = (trx: Trx, principal: Principal, action: string, search: { publicId: string; name: string }) =>
    writeAudit(trx, {
      principal,
      action: `search.${action}`,
      object: `search:${search.publicId}`,
      detail: { name: search.name },
      nowMs: clock.nowMs(),
    })

  const mayShare = (principal: Principal): void => {
    if (!principal.can('search.share')) throw new Problem('forbidden', { permission: 'search.share' })
  }

  /** Somebody else's search that is not shared does not exist for the speaker. */
  async function lockVisible(trx: Trx, principal: Principal, publicId: string): Promise<SavedSearchRecord> {
    const search = await savedSearchStore.lock(trx, publicId)
    if (search === null || (search.personId !== principal.personId && !search.shared)) throw new Problem('not_found')
    return search
  }

  async function found(trx: Trx, principal: Principal, publicId: string): Promise<SavedSearch> {
    const search = await readSavedSearch(trx, publicId, principal.personId)
    if (search === null) throw new Problem('not_found')
    return search
  }

  return {
    async recent({ subscriptionId, personId }, entity) {
      const items = await database.inSubscription(subscriptionId, trx => listRecentSearches(trx, personId, entity), {
        readOnly: true,
      })
      return { items }
    },

    async note({ subscriptionId, personId }, search) {
      const texts = textsOf(search.entity, search)
      if (texts.queryCanonical === '' && texts.havingCanonical === null && texts.status === null) return
      const same = JSON.stringify([texts.queryCanonical, texts.havingCanonical, texts.status])
      const digest = createHash('sha256').update(same).digest()
      const usedAt = new Date(clock.nowMs())
      await database.inSubscription(subscriptionId, trx =>
        recentSearchStore.note(trx, { subscriptionId, personId, entity: search.entity, digest, ...texts, usedAt }),
      )
    },

    clearRecent: ({ subscriptionId, personId }, entity) =>
      database.inSubscription(subscriptionId, trx => recentSearchStore.clear(trx, personId, entity)),

    list: (principal, query) =>
      database.inSubscription(principal.subscriptionId, trx =>
        listSavedSearches(trx, cursors.of(principal), query, principal.personId),
      ),

    get: (principal, publicId) =>
      database.inSubscription(principal.subscriptionId, trx => found(trx, principal, publicId)),

    async create(principal, request) {
      const { subscriptionId, personId } = principal
      const shared = request.shared ?? false
      if (shared) mayShare(principal)
      const name = nameOf(request.name)
      const search = {
        ...textsOf(request.entity, request),
        publicId: random.uuid(),
        personId,
        entity: request.entity,
        name,
        shared,
      }
      return database.inSubscription(subscriptionId, async trx => {
        if ((await savedSearchStore.countOf(trx, personId)) >= SAVED_PER_PERSON) {
          throw new Problem('conflict', {
            detail: `a person keeps at most ${SAVED_PER_PERSON} searches; delete one first`,
          })
        }
        const now = new Date(clock.nowMs())
        await savedSearchStore.insert(trx, { ...search, subscriptionId, nameFolded: foldText(name), now })
        if (shared) await audit(trx, principal, 'share', search)
        return found(trx, principal, search.publicId)
      })
    },

    change: (principal, publicId, request) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        const before = await lockVisible(trx, principal, publicId)
        if (!decide(principal, 'search.change', { ownerId: before.personId }).allowed) {
          throw new Problem('forbidden', {
            detail: 'only its owner changes a shared search; save it under a name of yours',
          })
        }
        const shared = request.shared ?? before.shared
        if (shared && !before.shared) mayShare(principal)
        const name = request.name === undefined ? before.name : nameOf(request.name)
        const isOther = request.query !== undefined || request.having !== undefined || request.status !== undefined
        const texts = isOther
          ? textsOf(before.entity, { ...before, ...inPresentLanguage(before.entity, before), ...definedOf(request) })
          : before
        await savedSearchStore.update(trx, {
          ...texts,
          id: before.id,
          name,
          nameFolded: foldText(name),
          shared,
          now: new Date(clock.nowMs()),
        })
        if (shared !== before.shared) await audit(trx, principal, shared ? 'share' : 'unshare', { publicId, name })
        else if (shared) await audit(trx, principal, 'change', { publicId, name })
        return found(trx, principal, publicId)
      }),

    remove: (principal, publicId) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        const search = await lockVisible(trx, principal, publicId)
        if (!decide(principal, 'search.delete', { ownerId: search.personId, shared: search.shared }).allowed) {
          throw new Problem('forbidden', {
            permission: 'search.manage',
            detail: 'only its owner deletes a shared search',
          })
        }
        await savedSearchStore.remove(trx, search.id)
        if (search.shared) await audit(trx, principal, 'delete', search)
      }),
  }
}

function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>
}
