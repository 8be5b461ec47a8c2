import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const

export const bundleStates = ['open', 'taken', 'abandoned'] as const
/** Of the text of a manifest: about 40,000 documents. */
export const MANIFEST_CHARS = 16 * 1024 * 1024
/** Of one piece of a document, before it is written as base64. */
export const PIECE_BYTES = 3 * 1024 * 1024

const Hex32 = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** Query of a bundle that is made. */
export const BundleQuery = Type.Object(
  {
    since: Type.Optional(Type.String({ maxLength: 40, description: 'Instant: documents that were taken since then.' })),
    feeds: Type.Optional(
      Type.String({ maxLength: 1000, description: 'Names with commas between them; default: all.' }),
    ),
    ownUse: Type.Optional(
      Type.Boolean({ description: 'Also of feeds whose terms do not allow to hand them on; for servers of your own.' }),
    ),
  },
  strict,
)
export type BundleQuery = Static<typeof BundleQuery>

export const BundleFile = Type.Unsafe<string>(
  Type.String({
    description:
      'A tar archive: signature.json, manifest.json, and documents under their SHA-256. A connection that breaks off means that it is not whole.',
  }),
)

export const BundleKey = Type.Object(
  {
    id: Id,
    name: Type.String(),
    key: Type.String({ description: 'Ed25519, 32 bytes in hex.' }),
    fingerprint: Type.String({ description: 'SHA-256 of the key in groups, to be compared by people.' }),
    createdAt: Instant,
    lastMadeAt: Nullable(Instant),
  },
  { $id: 'BundleKey' },
)
export type BundleKey = Static<typeof BundleKey>
export const BundleKeyList = ListOf(BundleKey, 'BundleKeyList')
export const OwnBundleKey = Type.Object({ key: Type.String(), fingerprint: Type.String() }, { $id: 'OwnBundleKey' })
export const BundleKeyCreate = Type.Object({ name: Title, key: Hex32 }, { ...strict, $id: 'BundleKeyCreate' })
export type BundleKeyCreate = Static<typeof BundleKeyCreate>

export const BundleOffer = Type.Object(
  {
    manifest: Type.String({ maxLength: MANIFEST_CHARS, description: 'manifest.json, byte for byte.' }),
    key: Hex32,
    signature: Type.String({ pattern: '^[0-9a-f]{128}$' }),
  },
  { ...strict, $id: 'BundleOffer' },
)
export type BundleOffer = Static<typeof BundleOffer>

export const Bundle = Type.Object(
  {
    id: Id,
    state: Words(bundleStates),
    madeAt: Instant,
    keyName: Type.String(),
    documents: Type.Integer({
      minimum: 0,
      description: 'That are taken from it; what is older than here is left out.',
    }),
    waiting: Type.Integer({ minimum: 0, description: 'Of them not read yet.' }),
    failed: Type.Integer({ minimum: 0 }),
    held: Type.Integer({ minimum: 0 }),
    begunAt: Instant,
    endedAt: Nullable(Instant),
  },
  { $id: 'Bundle' },
)
export type Bundle = Static<typeof Bundle>
export const BundleList = ListOf(Bundle, 'BundleList')

export const BundleOffered = Type.Object(
  {
    bundle: Bundle,
    wanted: Type.Array(
      Type.Object({ sha256: Type.String(), offset: Type.Integer({ description: 'So many bytes are here already.' }) }),
      { description: 'Documents whose bytes are to be sent.' },
    ),
    skipped: Type.Integer({ description: 'Documents that are here already, or older than what is here.' }),
  },
  { $id: 'BundleOffered' },
)
export type BundleOffered = Static<typeof BundleOffered>

export const BundlePiece = Type.Object(
  {
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the whole document.' }),
    offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    data: Type.String({ maxLength: PIECE_BYTES * 2, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'base64' }),
  },
  { ...strict, $id: 'BundlePiece' },
)
export type BundlePiece = Static<typeof BundlePiece>
