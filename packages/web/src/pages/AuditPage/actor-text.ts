import type { AuditEvent } from '@patchyard/api'
import { t } from '../../i18n/text.ts'

/** Whom a row names: a person by address, everything else by what the server calls it. */
export const actorText = ({ actor }: AuditEvent): string => actor.email ?? actor.name ?? actor.id

const ways = {
  session: 'audit.how.session',
  apiKey: 'audit.how.apiKey',
  operator: 'audit.how.operator',
  system: 'audit.how.system',
  anonymous: 'audit.how.anonymous',
  unknown: 'audit.how.unknown',
} as const satisfies { readonly [K in AuditEvent['actor']['kind']]: string }

/** By which way it was done: on the page, with a key, by the server. */
export const wayText = ({ actor }: AuditEvent): string => t(ways[actor.kind])
