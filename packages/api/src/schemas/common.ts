import Type, { type Static, type TObject, type TSchema } from 'typebox'

/** Public ids are random UUIDs, lower case; integers never leave the server. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  examples: ['9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'],
})

/** RFC 3339 in UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time', examples: ['2026-11-21T14:00:00.000Z'] })

/** docs/as-of.md. */
export const AsOf = Type.String({
  format: 'date-time',
  description:
    'A past instant: findings, what is counted of them, and which assets and patches there were, as the server knew it then. All else (names, systems, tags, software, facts about patches, scope) is of today. Members that move with time and have no history are absent, and queries, orders and facets about them are refused. In the future: refused.',
  examples: ['2026-03-31T12:00:00.000Z'],
})

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One of a fixed list of words. */
export const Words = <const W extends string>(words: readonly W[]) => Type.Enum<W[]>([...words])

/** Something of it can be seen: spaces, zero-width characters and marks of direction alone are no title. */
export const Title = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '[^\\s\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]',
})

/** What is wrong with a text of the query language, and where: UTF-16 code units, `to` stands behind the last one. */
export const QueryProblem = Type.Object(
  {
    code: Type.String({ description: 'Stable; the list is docs/errors.md.' }),
    from: Type.Integer(),
    to: Type.Integer(),
    message: Type.String(),
    suggestions: Type.Optional(
      Type.Array(
        Type.Object({ label: Type.String(), insert: Type.String(), from: Type.Integer(), to: Type.Integer() }),
        { description: 'Each corrects the text by putting `insert` in place of what stands from `from` to `to`.' },
      ),
    ),
  },
  { $id: 'QueryProblem' },
)
export type QueryProblem = Static<typeof QueryProblem>

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; the list is docs/errors.md.' }),
    detail: Type.Optional(Type.String()),
    field: Type.Optional(Type.String({ description: 'JSON pointer or name of what was wrong in the request.' })),
    because: Type.Optional(Type.String({ description: 'With forbidden: why; the list is docs/errors.md.' })),
    errors: Type.Optional(
      Type.Array(QueryProblem, { description: 'With query_invalid: all that is wrong with the text of `field`.' }),
    ),
    problems: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String({ description: 'Stable; the list is docs/errors.md.' }),
          at: Type.String({ description: 'JSON pointer into the definition.' }),
          message: Type.String(),
        }),
        { description: 'With job_invalid: all that is wrong with the definition.' },
      ),
    ),
    requestId: Type.Optional(Type.String()),
  },
  { $id: 'Problem', description: 'problem+json (RFC 9457) with a stable code.' },
)
export type Problem = Static<typeof Problem>

export const Cursor = Type.String({ maxLength: 8000, description: 'nextCursor of the page before.' })

/** Query string of every list. */
export const ListQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ maxLength: 200, description: 'Text anywhere in the main text fields, any case.' }),
    ),
    sort: Type.Optional(Type.String({ maxLength: 40, description: 'Field; a leading "-" sorts downwards.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(Cursor),
  },
  { additionalProperties: false },
)
export type ListQuery = Static<typeof ListQuery>

/** Query string of such a list as CSV: all of it, so no pages. */
export const ListCsvQuery = Type.Object(
  { search: ListQuery.properties.search, sort: ListQuery.properties.sort },
  { additionalProperties: false },
)
export type ListCsvQuery = Static<typeof ListCsvQuery>

export const ListOf = <T extends TSchema>(item: T, $id: string) =>
  Type.Object(
    {
      items: Type.Array(item),
      nextCursor: Nullable(Type.String()),
      total: Type.Integer({ minimum: 0, description: 'All that match, not only this page.' }),
    },
    { $id },
  )

/**
 * An item whose members `names` are absent from the past (`asOf`): the document says so; the type is that of whole items, as most who ask
 * for the present have them.
 */
export const notThen = <T extends TObject>(item: T, names: readonly (keyof Static<T> & string)[]) =>
  Type.Unsafe<Static<T>>(
    Type.Object(
      Object.fromEntries(
        Object.entries(item.properties).map(([name, schema]) => [
          name,
          names.includes(name as never) ? Type.Optional(schema) : schema,
        ]),
      ),
      { description: `Absent with asOf: ${names.join(', ')}.` },
    ),
  )

export const IdParams = Type.Object({ id: Id }, { additionalProperties: false })
export const Done = Type.Object({}, { additionalProperties: false, $id: 'Done' })
