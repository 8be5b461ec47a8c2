import type { Feed as FeedView, FeedChange, FeedCreate, FeedSyncRequest } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { noticeFeed } from '../../storage/page-notices.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { usualInterval } from './default-sources.ts'
import { feedStore, type SourceRow } from './feed-store.ts'
import { type Feeds, readFeed } from './feeds-read-model.ts'
import { checkSource, type Texts } from './source-check.ts'

/** What operators do with sources. Each change is a row in the installation's own audit. */
export interface FeedsService {
  create(operator: Principal, request: FeedCreate): Promise<FeedView>
  change(operator: Principal, publicId: string, request: FeedChange): Promise<FeedView>
  remove(operator: Principal, publicId: string): Promise<void>
  sync(operator: Principal, publicId: string, request: FeedSyncRequest): Promise<FeedView>
  accept(operator: Principal, publicId: string): Promise<FeedView>
}

export function createFeedsService(ports: {
  database: Database
  clock: Clock
  random: Random
  feeds: Feeds
  /** Whether this server fetches at all. */
  fetching: boolean
}): FeedsService {
  const { database, clock, random, feeds } = ports
  const now = (): Date => new Date(clock.nowMs())

  const shown = async (trx: Trx, operator: Principal, publicId: string): Promise<FeedView> => {
    const view = await readFeed(trx, feeds, operator, publicId)
    if (view === null) throw new Problem('not_found')
    return view
  }

  async function audit(trx: Trx, operator: Principal, action: string, publicId: string, detail: object): Promise<void> {
    const object = `feed:${publicId}`
    await writeAudit(trx, {
      principal: operator,
      action,
      object,
      detail: { ...detail },
      nowMs: clock.nowMs(),
      subscriptionId: 0,
    })
    await noticeFeed(trx, publicId)
  }

  async function withSource(
    publicId: string,
    operator: Principal,
    work: (trx: Trx, source: SourceRow) => Promise<void>,
  ): Promise<FeedView> {
    return database.asOperator(async trx => {
      const source = await feedStore.lockSource(trx, publicId)
      if (source === null) throw new Problem('not_found')
      await work(trx, source)
      return shown(trx, operator, publicId)
    })
  }

  return {
    async create(operator, request) {
      const feed = feeds[request.feed]
      if (feed === undefined)
        throw new Problem('feed_refused', { field: '/feed', detail: `there is no feed "${request.feed}"` })
      const source = {
        ...{ feed: feed.name, title: request.title.normalize('NFC'), options: request.options ?? {} },
        ...{ addresses: request.addresses ?? {}, intervalS: request.intervalS ?? usualInterval(feed.name) },
      }
      checkSource(feed, source)
      const publicId = random.uuid()
      return database.asOperator(async trx => {
        const row = { ...source, publicId, isDefault: false, enabled: true, now: now(), nextAt: now() }
        await feedStore.insertSource(trx, row)
        await audit(trx, operator, 'feed.create', publicId, { after: source })
        return shown(trx, operator, publicId)
      })
    },

    change: (operator, publicId, request) =>
      withSource(publicId, operator, async (trx, source) => {
        const after = { ...partOf(source), ...request }
        const feed = feeds[source.feed]
        if (feed !== undefined) checkSource(feed, after)
        const isElsewhere = !isSame(source.addresses, after.addresses)
        const isOther = isElsewhere || !isSame(source.options, after.options)
        await feedStore.changeSource(trx, source.id, {
          ...request,
          ...(isOther || (after.enabled && !source.enabled) ? { nextAt: now() } : {}),
        })
        if (isElsewhere) await feedStore.leaveFollowed(trx, source.id)
        if (isOther) await feedStore.forgetEditions(trx, source.id)
        await audit(trx, operator, 'feed.change', publicId, { before: partOf(source), after })
      }),

    async remove(operator, publicId) {
      await database.asOperator(async trx => {
        const source = await feedStore.lockSource(trx, publicId)
        if (source === null) throw new Problem('not_found')
        if (source.is_default) throw new Problem('feed_default')
        await feedStore.removeSource(trx, source.id, now())
        await audit(trx, operator, 'feed.remove', publicId, { before: { feed: source.feed, ...partOf(source) } })
      })
    },

    async sync(operator, publicId, { anew = false }) {
      if (!ports.fetching) throw new Problem('feeds_off')
      return withSource(publicId, operator, async (trx, source) => {
        if (!source.enabled) throw new Problem('conflict', { detail: 'the feed is switched off' })
        if (anew) await feedStore.forgetEditions(trx, source.id)
        await feedStore.changeSource(trx, source.id, { nextAt: now() })
        await audit(trx, operator, 'feed.sync', publicId, { anew })
      })
    },

    accept: (operator, publicId) =>
      withSource(publicId, operator, async (trx, source) => {
        const documents = await feedStore.acceptHeld(trx, source.id)
        if (documents === 0) throw new Problem('conflict', { detail: 'nothing of the feed is held' })
        await audit(trx, operator, 'feed.accept', publicId, { documents })
      }),
  }
}

const partOf = (source: SourceRow) => ({
  title: source.title,
  enabled: source.enabled,
  options: source.options,
  addresses: source.addresses,
  intervalS: source.interval_s,
})

const isSame = (a: Texts, b: Texts): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value)
