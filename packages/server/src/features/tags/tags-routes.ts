import { Tag, type TagDetail } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { csvAnswer } from '../../csv/csv-answer.ts'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import type { AssignService } from './assign-service.ts'
import type { PreviewService } from './preview-service.ts'
import { type RuleTrees, withTrees } from './rules/rule-trees.ts'
import { tagStore } from './tag-store.ts'
import { allTags, listTags, readTag } from './tags-read-model.ts'
import { found, refuseUnlessAllAssets, type TagsService } from './tags-service.ts'
import { readTagUses } from './tag-uses.ts'

export function tagsRoutes(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  trees: RuleTrees
  service: TagsService
  assigning: AssignService
  previews: PreviewService
}): AnyRoute[] {
  const { database, clock, cursors, trees, service } = ports

  const detail = (principal: Principal, publicId: string): Promise<TagDetail> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      const tag = await readTag(trx, trees, principal, publicId, clock.nowMs())
      if (tag === null) throw new Problem('not_found')
      return tag
    })

  const writing = ['tag_name_refused', 'tag_rule_invalid', 'tag_circle', 'tag_outside_scope', 'conflict'] as const
  return [
    apiRoute('listTags', (principal, { query }) =>
      database.inSubscription(principal.subscriptionId, trx =>
        listTags(trx, cursors.of(principal), principal, query, clock.nowMs()),
      ),
    ),
    apiRoute('exportTags', async (principal, { query, reply }) => {
      const tags = await database.inSubscription(
        principal.subscriptionId,
        trx => allTags(trx, cursors.of(principal), principal, query, clock.nowMs()),
        { readOnly: true, isolation: 'repeatable read' },
      )
      return csvAnswer(reply, 'tags.csv', Tag, tags)
    }),
    apiRoute('getTag', (principal, { params }) => detail(principal, params.id)),
    apiRoute(
      'listTagUses',
      (principal, { params }) =>
        database.inSubscription(principal.subscriptionId, async trx => {
          refuseUnlessAllAssets(principal)
          const tags = await tagStore.loadAll(trx)
          const tag = found(tags, params.id)
          return { items: await readTagUses(trx, [tag.id], withTrees(tags, trees)) }
        }),
      { errors: ['tag_outside_scope'] },
    ),
    apiRoute('createTag', async (principal, { body }) => detail(principal, await service.create(principal, body)), {
      errors: writing,
    }),
    apiRoute(
      'changeTag',
      async (principal, { params, body }) => {
        await service.change(principal, params.id, body)
        return detail(principal, params.id)
      },
      { errors: writing },
    ),
    apiRoute(
      'deleteTag',
      async (principal, { params, query }) => {
        await service.remove(principal, params.id, query)
        return {}
      },
      { errors: ['tag_in_use', 'tag_outside_scope'] },
    ),
    apiRoute('setTagFavourite', async (principal, { params, body }) => {
      await database.inSubscription(principal.subscriptionId, async trx => {
        const id = await tagStore.findId(trx, params.id)
        if (id === null) throw new Problem('not_found')
        await tagStore.setFavourite(trx, id, principal.personId, body.favourite)
      })
      return detail(principal, params.id)
    }),
    apiRoute(
      'evaluateTag',
      async (principal, { params }) => {
        await service.evaluate(principal, params.id)
        return detail(principal, params.id)
      },
      { errors: ['tag_outside_scope', 'conflict'] },
    ),
    apiRoute('assignTags', (principal, { body }) => ports.assigning.assign(principal, body), {
      errors: ['query_invalid', 'tag_dynamic', 'tag_outside_scope', 'tag_count_changed', 'not_found'],
    }),
    apiRoute('previewTagRule', (principal, { body }) => ports.previews.preview(principal, body)),
  ]
}
