import { licenceKinds } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Words } from './common.ts'

const strict = { additionalProperties: false } as const

const TagRef = Type.Object({ id: Id, name: Type.String() })
const Limit = Nullable(Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'null: unlimited.' }))
const Count = Type.Integer({ minimum: 0 })

export const Licence = Type.Object(
  {
    kind: Words(licenceKinds),
    effectiveKind: Type.Enum([...licenceKinds], {
      description: 'What counts now: Trial and Full act as Free from the instant they end.',
    }),
    limit: Limit,
    endAt: Nullable(Instant),
    used: Type.Object(
      { windows: Count, linux: Count, mac: Count, total: Count },
      { description: 'Assets that hold a licence.' },
    ),
    wanted: Type.Integer({ description: 'Assets that the licence is meant for: activated, and let in by the tags.' }),
    percent: Nullable(
      Type.Integer({ description: 'wanted of limit; above 100 the newest go without. null: unlimited.' }),
    ),
    include: Type.Array(TagRef, { description: 'None: every activated asset. Children of a tag come with it.' }),
    exclude: Type.Array(TagRef, { description: 'Beats include.' }),
    calculatedAt: Nullable(Instant),
    calculating: Type.Boolean({ description: 'Something changed since; the numbers still move.' }),
  },
  { $id: 'Licence' },
)
export type Licence = Static<typeof Licence>

const TagIds = Type.Array(Id, { maxItems: 500, uniqueItems: true })
export const LicenceTags = Type.Object(
  { include: Type.Optional(TagIds), exclude: Type.Optional(TagIds) },
  { ...strict, $id: 'LicenceTags', description: 'Each list replaces the one that is there; a list not given stays.' },
)
export type LicenceTags = Static<typeof LicenceTags>

export const LicenceSet = Type.Object(
  { kind: Words(licenceKinds), limit: Type.Optional(Limit), endAt: Type.Optional(Nullable(Instant)) },
  { ...strict, $id: 'LicenceSet', description: 'A Trial needs endAt; Free has neither limit nor end.' },
)
export type LicenceSet = Static<typeof LicenceSet>

export const LicenceGiven = Type.Object(
  {
    subscriptionId: Id,
    kind: Words(licenceKinds),
    effectiveKind: Words(licenceKinds),
    limit: Limit,
    endAt: Nullable(Instant),
  },
  { $id: 'LicenceGiven' },
)
export type LicenceGiven = Static<typeof LicenceGiven>
