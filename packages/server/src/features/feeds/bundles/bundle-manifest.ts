import { parseStrictJson, ProtocolError } from '@patchyard/protocol'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { MANIFEST_CHARS } from '@patchyard/api'
import { Problem } from '../../../errors/problem.ts'

export const BUNDLE_FORMAT = 'patchyard.bundle.v1'
/** What is signed is DSSE's encoding of this type and the manifest's bytes, so that no other signature of the key can pass for it. */
export const BUNDLE_TYPE = 'application/vnd.patchyard.bundle.v1+json'

const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' })
const Texts = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }), { maxProperties: 20 })
const strict = { additionalProperties: false } as const

const Document = Type.Object(
  {
    part: Type.String({ minLength: 1, maxLength: 500 }),
    document: Type.String({ minLength: 1, maxLength: 60 }),
    publishedUrl: Type.String({ minLength: 1, maxLength: 4000 }),
    isRoot: Type.Boolean(),
    options: Texts,
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 0, maximum: 8_000_000_000 }),
    edition: Type.String({ maxLength: 200 }),
    editionAt: Type.Union([Instant, Type.Null()]),
    fetchedAt: Instant,
    changedAt: Type.Union([Instant, Type.Null()]),
  },
  strict,
)
const Source = Type.Object(
  {
    feed: Type.String({ minLength: 1, maxLength: 40 }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    options: Texts,
    addresses: Texts,
    licence: Type.String({ maxLength: 200 }),
    attribution: Type.String({ maxLength: 2000 }),
    documents: Type.Array(Document, { maxItems: 100_000 }),
  },
  strict,
)
const Manifest = Type.Object(
  {
    format: Type.Literal(BUNDLE_FORMAT),
    madeAt: Instant,
    expiresAt: Instant,
    since: Type.Union([Instant, Type.Null()]),
    /** It holds what may not be handed on. */
    ownUse: Type.Boolean(),
    sources: Type.Array(Source, { maxItems: 1000 }),
  },
  strict,
)
export type BundleManifest = Static<typeof Manifest>
export type BundleSource = Static<typeof Source>
export type BundleDocument = Static<typeof Document>

const compiled = Compile(Manifest)

/** Throws Problem `bundle_malformed`. */
export function parseManifest(text: string): BundleManifest {
  let value: unknown
  try {
    value = parseStrictJson(Buffer.from(text, 'utf8'), { maxBytes: MANIFEST_CHARS })
  } catch (error) {
    if (error instanceof ProtocolError) throw malformed(error.message)
    throw error
  }
  if (!compiled.Check(value)) {
    const [first] = compiled.Errors(value) as { instancePath: string; message: string }[]
    throw malformed(`${first?.instancePath ?? ''} ${first?.message ?? 'is not valid'}`)
  }
  const documents = value.sources.flatMap(one => one.documents)
  const instants = documents.flatMap(one => [one.editionAt, one.fetchedAt, one.changedAt])
  for (const instant of [value.madeAt, value.expiresAt, value.since, ...instants]) {
    if (instant !== null && Number.isNaN(Date.parse(instant))) throw malformed(`"${instant}" is no instant`)
  }
  return value
}

export const malformed = (detail: string): Problem =>
  new Problem('bundle_malformed', { detail: `manifest: ${detail.slice(0, 300)}` })
