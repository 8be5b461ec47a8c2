import type { Grant, LicenceKind, Permission, Role } from '@patchyard/domain'
import type { Scope, ScopeBits } from '@patchyard/query'
import type { FastifyRequest } from 'fastify'

/** Who asks, as one request sees it. Made by the access feature; integers stay inside the server. */
export interface Principal {
  readonly subscriptionId: number
  /** The person, also when a key of that person speaks. */
  readonly personId: number
  readonly personPublicId: string
  readonly email: string
  readonly name: string
  readonly via: 'session' | 'apiKey'
  /** Public id of the session; null when a key speaks. */
  readonly sessionId: string | null
  /** When the person last proved who they are, by signing in or by a step-up; null when a key speaks. */
  readonly provenAtMs: number | null
  /** The subscription demands a second factor that the person has not set up yet: only that is open to them. */
  readonly needsSecondFactor: boolean
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  /** Of the roles and grants; of a key the part that it holds of what its maker has now. */
  readonly permissions: ReadonlySet<Permission>
  /** Operator of the installation; of a key only if its maker is one and the key may speak for that. */
  readonly isOperator: boolean
  /** Whose assets the person may see. `tagIds` holds the tags below each tag, too: `asset_tag` alone answers. */
  readonly scope: Scope
  /** Which assets these are now, where there are so many that it is worth knowing before; see features/tags/scope-bits.ts. */
  readonly scopeBits?: ScopeBits
  /** The operator suspended the subscription: only what is marked for that answers (`whileSuspended`), and what operators do. */
  readonly suspended: boolean
  /** What counts at this moment, after falling back by the clock. */
  readonly licence: LicenceKind
  /** Agents of the subscription that are silent for longer are stale. */
  readonly staleAfterMs: number
  /** A permission of the list, or `operator`. */
  can(permission: string): boolean
}

/**
 * Resolves the speaker of a request. `null`: no credentials at all. Credentials that are wrong, expired or withdrawn
 * throw `Problem('unauthenticated')`: they never fall back to "nobody".
 */
export type PrincipalResolver = (request: FastifyRequest) => Promise<Principal | null>
