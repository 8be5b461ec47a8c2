import type { Permission } from '@patchyard/domain'
import type { Entity } from '@patchyard/query'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'

/** Whoever may see a list may ask about queries on it. */
const permissionOf: { readonly [E in Entity]: Permission } = {
  asset: 'asset.read',
  patch: 'patch.read',
  job: 'job.list',
  task: 'job.read',
  vulnerability: 'patch.read',
  audit: 'audit.read',
}

/** `ofInstallation`: about what belongs to no subscription, which has an audit and nothing else. */
export function refuseUnlessMayRead(principal: Principal, entity: Entity, ofInstallation = false): void {
  if (ofInstallation && entity !== 'audit') {
    throw new Problem('malformed', { field: 'body/ofInstallation', detail: `the installation has no ${entity}` })
  }
  const permission = ofInstallation ? 'operator' : permissionOf[entity]
  if (!principal.can(permission)) throw new Problem('forbidden', { permission })
}
