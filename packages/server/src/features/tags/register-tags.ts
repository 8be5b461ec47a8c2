import type { Clock } from '@patchyard/domain'
import { createRuleTrees } from './rules/rule-trees.ts'
import type { TagFollower } from '../../storage/ports/tag-follower.ts'
import { createTagFollower, type TagListener } from './tag-follower.ts'
import type { Cursors } from '../../paging/cursor.ts'
import type { ServerContext } from '../../server-context.ts'
import { createAssignService } from './assign-service.ts'
import { createPreviewService } from './preview-service.ts'
import { createTagChores, type TagChores } from './tag-chores.ts'
import { tagsRoutes } from './tags-routes.ts'
import { createTagsService } from './tags-service.ts'

export interface TagsFeature {
  /** For everybody who changes assets. */
  readonly follower: TagFollower
  readonly chores: TagChores
}

/** Tags: the tree, rules, who carries them. `listeners` follow in the transactions that change tags of assets. */
export function registerTags(
  context: Pick<ServerContext, 'database' | 'clock' | 'random' | 'routes'>,
  cursors: Cursors,
  listeners: readonly TagListener[],
): TagsFeature {
  const { database, clock, random, routes } = context
  const { trees, follower } = tagFollowing(clock, listeners)
  routes.add(
    tagsRoutes({
      database,
      clock,
      cursors,
      trees,
      service: createTagsService({ database, clock, random, trees, follower }),
      assigning: createAssignService({ database, clock, follower }),
      previews: createPreviewService({ database, clock }),
    }),
  )
  return { follower, chores: createTagChores({ database, clock, trees, follower }) }
}

/** The follower alone, for whoever opens a storage without the server. */
export function tagFollowing(clock: Clock, listeners: readonly TagListener[]) {
  const trees = createRuleTrees()
  return { trees, follower: createTagFollower({ clock, trees, listeners }) }
}
