import { permissionsOf, STALE_AFTER_MS } from '@patchyard/domain'
import type { Principal } from '../http/principal.ts'

/** An administrator of the first subscription who sees everything, or whoever `part` makes of them. */
export function testPrincipal(part: Partial<Principal> = {}): Principal {
  const permissions = part.permissions ?? permissionsOf(part.roles ?? ['administrator'])
  return {
    subscriptionId: 1,
    personId: 1,
    personPublicId: '00000000-0000-4000-8000-000000000000',
    email: 'somebody@example.org',
    name: 'Somebody',
    via: 'session',
    sessionId: null,
    provenAtMs: null,
    needsSecondFactor: false,
    roles: ['administrator'],
    grants: [],
    permissions,
    isOperator: false,
    scope: { kind: 'all' },
    licence: 'full',
    staleAfterMs: STALE_AFTER_MS,
    suspended: false,
    can: permission => permissions.has(permission as never),
    ...part,
  }
}
