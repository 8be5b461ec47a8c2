import { FeedDocument, type FeedKind, Feed as FeedSchema, type ListQuery } from '@patchyard/api'
import { wholeListAnswer } from '../../csv/whole-list-answer.ts'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { type Feeds, listFeedDocuments, listFeeds, readFeed } from './feeds-read-model.ts'
import type { FeedsService } from './feeds-service.ts'

export function feedsRoutes(ports: {
  database: Database
  cursors: Cursors
  feeds: Feeds
  service: FeedsService
  fetching: boolean
}): AnyRoute[] {
  const { database, cursors, feeds, service } = ports
  const readOnly = { readOnly: true } as const
  const documents = async (who: Principal, id: string, query: ListQuery) => {
    const read = (trx: Trx) => listFeedDocuments(trx, who, cursors.of(who), id, query)
    const page = await database.asOperator(read, readOnly)
    if (page === null) throw new Problem('not_found')
    return page
  }
  return [
    apiRoute('listFeeds', (who, { query }) =>
      database.asOperator(trx => listFeeds(trx, feeds, who, cursors.of(who), query), readOnly),
    ),
    apiRoute('exportFeeds', (who, { query, reply }) =>
      wholeListAnswer(reply, 'feeds.csv', FeedSchema, part =>
        database.asOperator(trx => listFeeds(trx, feeds, who, cursors.of(who), { ...query, ...part }), readOnly),
      ),
    ),
    apiRoute('listFeedKinds', () => Promise.resolve({ items: kindsOf(feeds), syncing: ports.fetching })),
    apiRoute('getFeed', async (who, { params }) => {
      const found = await database.asOperator(trx => readFeed(trx, feeds, who, params.id), readOnly)
      if (found === null) throw new Problem('not_found')
      return found
    }),
    apiRoute('listFeedDocuments', (who, { params, query }) => documents(who, params.id, query)),
    apiRoute('exportFeedDocuments', (who, { params, query, reply }) =>
      wholeListAnswer(reply, 'feed-documents.csv', FeedDocument, part =>
        documents(who, params.id, { ...query, ...part }),
      ),
    ),
    apiRoute('createFeed', (who, { body }) => service.create(who, body), { errors: ['feed_refused'] }),
    apiRoute('changeFeed', (who, { params, body }) => service.change(who, params.id, body), {
      errors: ['feed_refused'],
    }),
    apiRoute(
      'deleteFeed',
      async (who, { params }) => {
        await service.remove(who, params.id)
        return {}
      },
      { errors: ['feed_default'] },
    ),
    apiRoute('syncFeed', (who, { params, body }) => service.sync(who, params.id, body), {
      errors: ['conflict', 'feeds_off'],
    }),
    apiRoute('acceptFeed', (who, { params }) => service.accept(who, params.id), { errors: ['conflict'] }),
  ]
}

function kindsOf(feeds: Feeds): FeedKind[] {
  return Object.values(feeds)
    .filter(feed => feed !== undefined)
    .map(feed => ({
      feed: feed.name,
      title: feed.title,
      publisher: feed.publisher,
      ...feed.terms,
      options: Object.entries(feed.options).map(([name, meaning]) => ({ name, meaning })),
      documents: feed.documents.map(({ name, url }) => ({ name, url })),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, 'en'))
}
