import type { Principal } from '../../http/principal.ts'

/** Who did it, where it was not somebody who asks by the API. */
export type AuditActor =
  /** The server by itself: `clock`, `start`. */
  | { readonly system: string }
  /** The installation's operator: the public id of a person, or `host` for commands on the server's own machine. */
  | { readonly operator: string }
  /** Somebody who did not say or prove who they are: `address` is the true peer's. */
  | { readonly anonymous: true; readonly address: string }
  /** A person at the moment of signing in, when there is no principal yet. `person`: public id. */
  | { readonly person: string; readonly via: 'session' | 'apiKey' }

/** Either is enough; a principal is what most have. */
export type ByWhom =
  | { readonly principal: Pick<Principal, 'via' | 'personPublicId'>; readonly actor?: never }
  | { readonly actor: AuditActor; readonly principal?: never }

/** As it stands in the audit: `session:<person>`, `operator:host`, `anonymous:203.0.113.9`. */
export function actorText({ principal, actor }: ByWhom): string {
  if (principal !== undefined) return `${principal.via}:${principal.personPublicId}`
  if ('system' in actor) return `system:${actor.system}`
  if ('operator' in actor) return `operator:${actor.operator}`
  if ('person' in actor) return `${actor.via}:${actor.person}`
  return `anonymous:${actor.address}`
}
