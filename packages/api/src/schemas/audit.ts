import Type, { type Static } from 'typebox'
import { Cursor, Instant, ListOf, Nullable, Words } from './common.ts'

const strict = { additionalProperties: false } as const
const Hash = Type.String({ description: 'SHA-256, hex.' })

/** Who did something; `unknown`: written by a version that knows more kinds. */
export const auditActorKinds = ['session', 'apiKey', 'operator', 'system', 'anonymous', 'unknown'] as const

export const AuditEvent = Type.Object(
  {
    n: Type.Integer({ description: 'Number in the chain, from 1, without a gap.' }),
    at: Instant,
    actor: Type.Object({
      kind: Words(auditActorKinds),
      id: Type.String({ description: 'Public id of a person, peer address, or name.' }),
      name: Nullable(Type.String({ description: 'Of a person that still exists.' })),
      email: Nullable(Type.String()),
    }),
    action: Type.String({ examples: ['tag.create'] }),
    object: Type.String({ examples: ['tag:9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'] }),
    detail: Type.Record(Type.String(), Type.Unknown(), { description: 'What changed; never a secret.' }),
    hash: Hash,
  },
  { $id: 'AuditEvent' },
)
export type AuditEvent = Static<typeof AuditEvent>
export const AuditEventList = ListOf(AuditEvent, 'AuditEventList')
export type AuditEventList = Static<typeof AuditEventList>

const filters = {
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'Text anywhere in actor, action, object or detail, any case.' }),
  ),
  actor: Type.Optional(
    Type.String({
      maxLength: 254,
      description:
        'E-mail address or public id of a person, a peer address, or one of `session`, `apiKey`, `operator`, `system`, `anonymous`.',
    }),
  ),
  action: Type.Optional(
    Type.String({
      maxLength: 100,
      description: '`tag.create`, or `tag.*` for all that begins so.',
      examples: ['tag.*'],
    }),
  ),
  object: Type.Optional(
    Type.String({
      maxLength: 200,
      description: '`tag:<id>`, or an id alone.',
      examples: ['tag:9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'],
    }),
  ),
  since: Type.Optional(Instant),
  until: Type.Optional(Type.String({ format: 'date-time', description: 'Exclusive.' })),
}

export const AuditQuery = Type.Object(
  {
    ...filters,
    sort: Type.Optional(
      Type.String({ maxLength: 40, description: 'n, at, actor, action or object; "-" sorts downwards. Default -n.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(Cursor),
  },
  strict,
)
export type AuditQuery = Static<typeof AuditQuery>

export const AuditExportQuery = Type.Object(filters, strict)
export type AuditExportQuery = Static<typeof AuditExportQuery>

/** Lines of JSON: docs/audit.md says which. */
export const AuditLines = Type.Unsafe<string>(Type.String({ description: 'Lines of JSON (docs/audit.md).' }))

/** Where a chain ended at a moment, signed. Kept elsewhere, it shows when rows up to it are cut off or written anew. */
export const AuditHead = Type.Object(
  {
    chain: Type.String({ description: 'Public id of the subscription, or `installation`.' }),
    n: Type.Integer(),
    hash: Hash,
    at: Instant,
    key: Type.String({ description: 'Ed25519 public key of the installation’s audit, 32 bytes in hex.' }),
    signature: Type.String({ description: '64 bytes in hex.' }),
  },
  { $id: 'AuditHead' },
)
export type AuditHead = Static<typeof AuditHead>
export const AuditHeadList = ListOf(AuditHead, 'AuditHeadList')

export const AuditVerdict = Type.Object(
  {
    ok: Type.Boolean(),
    rows: Type.Integer({ description: 'Rows that were looked at.' }),
    head: AuditHead,
    problems: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'changed, replaced, missing, moved, repeated, truncated, added, foreign.' }),
        from: Type.Integer({ description: 'First row that it is about.' }),
        to: Type.Integer({ description: 'Last row that it is about.' }),
        text: Type.String(),
      }),
      { description: 'At most 1,000.' },
    ),
  },
  { $id: 'AuditVerdict' },
)
export type AuditVerdict = Static<typeof AuditVerdict>
