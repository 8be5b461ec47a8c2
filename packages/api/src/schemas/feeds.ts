import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'

const strict = { additionalProperties: false } as const

export const feedStates = ['never', 'ok', 'failed', 'held', 'disabled'] as const
export const feedDocumentStates = ['wanted', 'ok', 'failed', 'held', 'gone'] as const

const Count = Type.Integer({ minimum: 0 })

const FeedTrouble = Type.Object(
  {
    code: Type.String({ description: 'Stable; the list is docs/feeds.md.' }),
    detail: Nullable(Type.String({ description: 'Told to operators alone: it may name places inside the network.' })),
  },
  { $id: 'FeedTrouble' },
)

/** A place that facts of one feed come from. */
export const Feed = Type.Object(
  {
    id: Id,
    feed: Type.String({ description: 'kev, epss, winget …' }),
    title: Type.String(),
    isDefault: Type.Boolean({ description: 'Made by the server; it can be switched off, not removed.' }),
    enabled: Type.Boolean(),
    state: Words(feedStates),
    error: Nullable(FeedTrouble),
    intervalS: Type.Integer(),
    attemptedAt: Nullable(Instant),
    succeededAt: Nullable(Instant),
    nextAt: Nullable(Instant),
    /** Of the attempt under way. */
    progress: Nullable(Type.Object({ done: Count, wanted: Count })),
    edition: Type.String({ description: 'Of what it begins with; empty where that names none.' }),
    editionAt: Nullable(Instant),
    records: Count,
    rejected: Count,
    bytes: Count,
    documents: Type.Object({ total: Count, wanted: Count, failed: Count, held: Count }),
    options: Type.Record(Type.String(), Type.String()),
    addresses: Nullable(
      Type.Record(Type.String(), Type.String(), {
        description: 'Document and where it is fetched in place of its public address. Told to operators alone.',
      }),
    ),
    licence: Type.String({ description: 'SPDX name where there is one.' }),
    attribution: Type.String(),
    mayRedistribute: Type.Boolean(),
    createdAt: Instant,
  },
  { $id: 'Feed' },
)
export type Feed = Static<typeof Feed>
export const FeedList = ListOf(Feed, 'FeedList')

export const FeedDocument = Type.Object(
  {
    document: Type.String(),
    part: Type.String({ description: 'Its name towards the catalog, with the address that it was published at.' }),
    state: Words(feedDocumentStates),
    error: Nullable(FeedTrouble),
    sha256: Nullable(Type.String()),
    bytes: Count,
    edition: Type.String(),
    editionAt: Nullable(Instant),
    fetchedAt: Nullable(Instant),
    takenAt: Nullable(Instant),
    records: Count,
    added: Count,
    changed: Count,
    removed: Count,
    rejected: Count,
    rejections: Type.Array(Type.Object({ where: Type.String(), reason: Type.String() }), {
      description: 'The first of them.',
    }),
    /** Of what is held: how many things are known, and how many it names. */
    held: Nullable(Type.Object({ since: Instant, before: Count, now: Count, bytes: Count, accepted: Type.Boolean() })),
  },
  { $id: 'FeedDocument' },
)
export type FeedDocument = Static<typeof FeedDocument>
export const FeedDocumentList = ListOf(FeedDocument, 'FeedDocumentList')

/** What a source can be made of. */
export const FeedKind = Type.Object(
  {
    feed: Type.String(),
    title: Type.String(),
    publisher: Type.String(),
    licence: Type.String(),
    attribution: Type.String(),
    mayRedistribute: Type.Boolean(),
    options: Type.Array(Type.Object({ name: Type.String(), meaning: Type.String() })),
    documents: Type.Array(
      Type.Object({
        name: Type.String(),
        url: Nullable(
          Type.String({ description: 'null: an address is given with the source, or another document names it.' }),
        ),
      }),
    ),
  },
  { $id: 'FeedKind' },
)
export type FeedKind = Static<typeof FeedKind>
export const FeedKindList = Type.Object(
  {
    items: Type.Array(FeedKind),
    syncing: Type.Boolean({ description: 'false: this server fetches nothing (--no-feeds).' }),
  },
  { $id: 'FeedKindList' },
)

const FeedOptions = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }), {
  maxProperties: 20,
  description: 'By name; GET /feed-kinds says which there are.',
})
const FeedAddresses = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }), {
  maxProperties: 20,
  description: 'Document and where it is fetched; empty: at its public address.',
})
const IntervalS = Type.Integer({ minimum: 900, maximum: 2_592_000, description: 'Seconds between two looks.' })

export const FeedCreate = Type.Object(
  {
    feed: Type.String({ minLength: 1, maxLength: 40 }),
    title: Title,
    options: Type.Optional(FeedOptions),
    addresses: Type.Optional(FeedAddresses),
    intervalS: Type.Optional(IntervalS),
  },
  { ...strict, $id: 'FeedCreate' },
)
export type FeedCreate = Static<typeof FeedCreate>

export const FeedChange = Type.Object(
  {
    title: Type.Optional(Title),
    enabled: Type.Optional(Type.Boolean()),
    options: Type.Optional(FeedOptions),
    addresses: Type.Optional(FeedAddresses),
    intervalS: Type.Optional(IntervalS),
  },
  { ...strict, minProperties: 1, $id: 'FeedChange' },
)
export type FeedChange = Static<typeof FeedChange>

export const FeedSyncRequest = Type.Object(
  {
    anew: Type.Optional(
      Type.Boolean({ description: 'Fetch and read everything, also what has not changed and what is older.' }),
    ),
  },
  { ...strict, $id: 'FeedSyncRequest' },
)
export type FeedSyncRequest = Static<typeof FeedSyncRequest>
