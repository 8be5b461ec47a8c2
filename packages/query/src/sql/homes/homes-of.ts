import type { Entity } from '../../entities.ts'
import type { QueryContext } from '../query-context.ts'
import { type Wall, wallOf } from '../wall.ts'
import { assetHomes } from './asset-homes.ts'
import { auditHomes } from './audit-homes.ts'
import type { EntityHomes } from './home.ts'
import { jobHomes } from './job-homes.ts'
import { patchHomes } from './patch-homes.ts'
import { taskHomes } from './task-homes.ts'
import { vulnerabilityHomes } from './vulnerability-homes.ts'

/** A list, one that is held to what is missing, or the other end of a finding. */
export type Within = 'list' | 'missing' | 'finding'

const homes: { readonly [E in Entity]: (wall: Wall, context: QueryContext, within: Within) => EntityHomes } = {
  asset: (wall, context) => assetHomes(wall, context),
  patch: (wall, _context, within) => patchHomes(wall, within),
  job: wall => jobHomes(wall),
  task: wall => taskHomes(wall),
  vulnerability: wall => vulnerabilityHomes(wall),
  audit: (wall, context) => auditHomes(wall, context),
}

/** The one door to tables: what it returns holds subscription and scope already. Throws RangeError as wallOf does. */
export function homesOf(entity: Entity, context: QueryContext, within: Within = 'list'): EntityHomes {
  if (context.ofInstallation === true && entity !== 'audit') throw new RangeError(`the installation has no ${entity}`)
  return homes[entity](wallOf(context), context, within)
}
