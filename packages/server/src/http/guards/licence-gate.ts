import { licencePermits } from '@patchyard/domain'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../principal.ts'
import type { AnyRoute } from '../route.ts'

/** Free has no patching API: what is about jobs is for people on the page (decisions.md §5.1). Throws Problem `licence_needed`. */
export function refuseKeysOnFree(
  route: Pick<AnyRoute, 'permission'>,
  principal: Pick<Principal, 'via' | 'licence'>,
): void {
  if (principal.via === 'apiKey' && route.permission.startsWith('job.') && !licencePermits(principal.licence)) {
    throw new Problem('licence_needed')
  }
}
