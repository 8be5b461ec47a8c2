import type { Entity } from '../../entities.ts'
import type { QueryContext } from '../query-context.ts'
import { type Wall, wallOf } from '../wall.ts'
import { assetHomes } from './asset-homes.ts'
import { auditHomes } from './audit-homes.ts'
import { findToken } from '../../tokens/find-token.ts'
import type { EntityHomes } from './home.ts'
import { jobHomes } from './job-homes.ts'
import { patchHomes } from './patch-homes.ts'
import { taskHomes } from './task-homes.ts'
import { vulnerabilityHomes } from './vulnerability-homes.ts'

/** Counts of a past instant: of each asset that is looked at, or of all in one pass. */
export type Counting = 'each' | 'together'

/** A list, one that is held to what is missing, or the other end of a finding. */
export type Within = 'list' | 'missing' | 'finding'

const homes: {
  readonly [E in Entity]: (wall: Wall, context: QueryContext, within: Within, counting: Counting) => EntityHomes
} = {
  asset: (wall, context, _within, counting) => assetHomes(wall, context, counting),
  patch: patchHomes,
  job: wall => jobHomes(wall),
  task: wall => taskHomes(wall),
  vulnerability: wall => vulnerabilityHomes(wall),
  audit: (wall, context) => auditHomes(wall, context),
}

/** The one door to tables: what it returns holds subscription and scope already. Throws RangeError as wallOf does. */
export function homesOf(
  entity: Entity,
  context: QueryContext,
  within: Within = 'list',
  counting: Counting = 'each',
): EntityHomes {
  if (context.ofInstallation === true && entity !== 'audit') throw new RangeError(`the installation has no ${entity}`)
  if (context.asOfMs !== undefined && entity !== 'asset' && entity !== 'patch')
    throw new RangeError(`no history is kept of a ${entity}`)
  const found = homes[entity](wallOf(context), context, within, counting)
  return context.asOfMs === undefined ? found : withPast(entity, found)
}

/** Whoever checks a query refuses these tokens; here they have no home, so that nothing reads them all the same. */
const withPast = (entity: Entity, found: EntityHomes): EntityHomes => ({
  ...found,
  tokens: Object.fromEntries(
    Object.entries(found.tokens).filter(([name]) => findToken(entity, name)?.hasNoPast !== true),
  ),
})
