import Type, { type Static } from 'typebox'
import { Instant, ListOf, Nullable, Words } from './common.ts'
import { CsvQuery, FoundList } from './queries.ts'

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
export const AuditEventList = FoundList(AuditEvent, 'AuditEventList')
export type AuditEventList = Static<typeof AuditEventList>

/** The order of lines of JSON is that of the chain. */
export const AuditLinesQuery = Type.Object({ query: CsvQuery.properties.query }, strict)
export type AuditLinesQuery = Static<typeof AuditLinesQuery>

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
        kind: Type.String({
          description: 'changed, misfiled, replaced, missing, moved, repeated, truncated, added, foreign.',
        }),
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
