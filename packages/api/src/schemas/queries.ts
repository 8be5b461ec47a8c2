import Type, { type Static, type TSchema } from 'typebox'
import { findingStates } from '../finding-states.ts'
import {
  AsOf,
  Cursor,
  Id,
  Instant,
  ListOf,
  ListCsvQuery,
  ListQuery,
  Nullable,
  QueryProblem,
  Title,
  Words,
} from './common.ts'

const strict = { additionalProperties: false } as const

/** What can be searched with the query language; "task" is what pages call a result: one asset in one run of a job. */
export const queryEntities = ['asset', 'patch', 'job', 'task', 'vulnerability', 'audit'] as const
export const QueryEntity = Words(queryEntities)
export type QueryEntity = Static<typeof QueryEntity>

const FindingState = Type.Enum<(typeof findingStates)[number][]>([...findingStates], {
  description:
    'Only what has such a finding; the second query then looks at these findings alone. latestMissing also makes the missing count (shown and sorted by) that of patches which nothing newer replaces.',
})
export type FindingState = Static<typeof FindingState>

/** A text of the query language. Its limits (16 KiB, 1,000 terms, depth 64) are the language's own: query_invalid says which. */
const QueryText = Type.String({
  description: 'Text of the query language (docs/query-language.md); empty: everything.',
  examples: ['vendorSeverity:[Critical, Important] and publishedDate < now-30d'],
})
const Having = Type.String({
  description: 'Second query: about patches where the list is of assets, about assets where it is of patches.',
})
const Fields = Type.String({
  maxLength: 2000,
  description: 'Members of the items, separated by commas; only these come back.',
  examples: ['name,missingPatchCount'],
})

const OfInstallation = Type.Boolean({
  description: 'With entity audit: the audit of the installation, for operators. Default: that of the subscription.',
})

const selection = {
  query: Type.Optional(QueryText),
  having: Type.Optional(Having),
  status: Type.Optional(FindingState),
}
const Sort = Type.String({
  maxLength: 60,
  description: 'Sortable token of the language; a leading "-" sorts downwards.',
})

/** Query string of the lists that the query language searches. */
export const FindQuery = Type.Object(
  {
    ...selection,
    sort: Type.Optional(Sort),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(Cursor),
    fields: Type.Optional(Fields),
    facets: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'Tokens separated by commas: the answer counts their values among all that match.',
        examples: ['osFamily,scanStatus'],
      }),
    ),
  },
  strict,
)
export type FindQuery = Static<typeof FindQuery>

/** Query string of the lists of assets and patches. */
export const FindThenQuery = Type.Object({ ...FindQuery.properties, asOf: Type.Optional(AsOf) }, strict)
export type FindThenQuery = Static<typeof FindThenQuery>

/** Query string of the same lists as CSV. */
export const CsvQuery = Type.Object(
  {
    ...selection,
    sort: Type.Optional(Sort),
    fields: Type.Optional(Fields),
    bom: Type.Optional(
      Type.Boolean({ default: false, description: 'Begin with a byte order mark, by which Excel knows UTF-8.' }),
    ),
  },
  strict,
)
export type CsvQuery = Static<typeof CsvQuery>

export const CsvThenQuery = Type.Object({ ...CsvQuery.properties, asOf: Type.Optional(AsOf) }, strict)
export type CsvThenQuery = Static<typeof CsvThenQuery>

/** RFC 4180, UTF-8, a heading row; columns of members that are objects are named `asset.name`. */
export const Csv = Type.Unsafe<string>(
  Type.String({
    description:
      'RFC 4180 in UTF-8 with a heading row, all rows of the query. Cells of text that begin with = + - @, a tab or a carriage return stand behind an apostrophe, so that no spreadsheet runs them. A connection that breaks off means that the file is not whole.',
  }),
)

const FacetValue = Type.Object({
  value: Type.String({ description: 'As it is written in a query.' }),
  count: Type.Integer(),
})
export type FacetValue = Static<typeof FacetValue>

/**
 * Answer of a list that the query language searches. Items have every member unless `fields` named some: the document
 * says so by requiring none of them; the type here is that of whole items.
 */
export const FoundList = <T extends ReturnType<typeof Type.Object>>(item: T, $id: string) =>
  Type.Object(
    {
      items: Type.Array(Type.Unsafe<Static<T>>(Type.Partial(item, { $id: `${$id}Item` }) as TSchema)),
      nextCursor: Nullable(Type.String()),
      total: Type.Integer({ minimum: 0, description: 'All that match, not only this page.' }),
      totalIsLowerBound: Type.Optional(
        Type.Boolean({ description: 'true: at least `total`, and no facets; counting ends after five seconds.' }),
      ),
      asOf: Type.Optional(Type.String({ ...Instant, description: 'The instant that was asked for.' })),
      facets: Type.Optional(Type.Record(Type.String(), Type.Array(FacetValue))),
    },
    { $id },
  )

// Questions about a text of the language ----------------------------------------------------------------------------

export const QueryCheckRequest = Type.Object(
  { entity: QueryEntity, text: QueryText },
  { ...strict, $id: 'QueryCheckRequest' },
)
export type QueryCheckRequest = Static<typeof QueryCheckRequest>

export const QueryCheckResult = Type.Object(
  {
    canonical: Nullable(Type.String({ description: 'The text as the language writes it; null with errors.' })),
    errors: Type.Array(QueryProblem),
    warnings: Type.Array(QueryProblem),
  },
  { $id: 'QueryCheckResult' },
)
export type QueryCheckResult = Static<typeof QueryCheckResult>

export const QueryCompleteRequest = Type.Object(
  {
    entity: QueryEntity,
    text: QueryText,
    position: Type.Integer({ minimum: 0, maximum: 65_536, description: 'Of the cursor, in UTF-16 code units.' }),
    ofInstallation: Type.Optional(OfInstallation),
  },
  { ...strict, $id: 'QueryCompleteRequest' },
)
export type QueryCompleteRequest = Static<typeof QueryCompleteRequest>

const CompletionOption = Type.Object({
  label: Type.String(),
  kind: Words(['token', 'operator', 'value', 'keyword'] as const),
  detail: Type.String(),
  insert: Type.String({ description: 'Replaces the text from `from` to `to`.' }),
  count: Nullable(Type.Integer({ description: 'How many objects have this value, among those one may see.' })),
})
export type CompletionOption = Static<typeof CompletionOption>

export const QueryCompletion = Type.Object(
  { from: Type.Integer(), to: Type.Integer(), options: Type.Array(CompletionOption) },
  { $id: 'QueryCompletion' },
)
export type QueryCompletion = Static<typeof QueryCompletion>

export const QueryExplainRequest = Type.Object(
  {
    entity: QueryEntity,
    text: QueryText,
    having: Type.Optional(Having),
    status: Type.Optional(FindingState),
    ofInstallation: Type.Optional(OfInstallation),
  },
  { ...strict, $id: 'QueryExplainRequest' },
)
export type QueryExplainRequest = Static<typeof QueryExplainRequest>

const clausePlace = {
  depth: Type.Integer({
    minimum: 0,
    description: 'Of the tree: a clause belongs to the last one before it of less depth.',
  }),
  kind: Words(['and', 'or', 'not', 'clause', 'group', 'text'] as const),
  text: Type.String({ description: 'Canonical text of the clause.' }),
  sentence: Type.String({ description: 'What it asks, in plain English.' }),
  from: Type.Integer(),
  to: Type.Integer(),
}

const ExplainedClause = Type.Object({
  ...clausePlace,
  matches: Nullable(
    Type.Integer({ description: 'Objects that this clause alone matches; null: not counted in time.' }),
  ),
  ms: Nullable(Type.Number({ description: 'Time of that count, milliseconds.' })),
})
export type ExplainedClause = Static<typeof ExplainedClause>

export const QueryExplanation = Type.Object(
  {
    total: Nullable(Type.Integer({ description: 'Objects that the whole matches, with the second query and status.' })),
    ms: Nullable(Type.Number()),
    everything: Type.Integer({ description: 'Objects that one may see at all.' }),
    clauses: Type.Array(ExplainedClause, {
      description: 'The tree of the query from its root on, each before its parts.',
    }),
    having: Nullable(Type.Array(ExplainedClause)),
  },
  { $id: 'QueryExplanation' },
)
export type QueryExplanation = Static<typeof QueryExplanation>

export const QueryWhyRequest = Type.Object(
  {
    entity: QueryEntity,
    text: QueryText,
    id: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Public id; of a vulnerability its CVE, of a row of the audit its number.',
    }),
    having: Type.Optional(Having),
    havingId: Type.Optional(Id),
    status: Type.Optional(FindingState),
    ofInstallation: Type.Optional(OfInstallation),
  },
  {
    ...strict,
    $id: 'QueryWhyRequest',
    description:
      '`havingId`: the patch of an asset (or the asset of a patch) that the second query and status are asked about.',
  },
)
export type QueryWhyRequest = Static<typeof QueryWhyRequest>

const WhyClause = Type.Object({
  ...clausePlace,
  holds: Type.Boolean(),
  decides: Type.Boolean({ description: 'The outcome is because of this clause.' }),
  found: Nullable(
    Type.Array(Type.String(), { description: 'What the object has there; empty: nothing; null: not a clause.' }),
  ),
})
export type WhyClause = Static<typeof WhyClause>

const WhyFinding = Type.Object({
  state: Nullable(Words(['missing', 'installed'] as const)),
  isLatest: Type.Boolean(),
  holds: Type.Boolean({ description: 'It is in the state that was asked for.' }),
})

export const QueryWhy = Type.Object(
  {
    matches: Type.Boolean(),
    name: Type.String({ description: 'Of the object.' }),
    clauses: Type.Array(WhyClause),
    having: Nullable(
      Type.Object({
        name: Type.String(),
        matches: Type.Boolean(),
        clauses: Type.Array(WhyClause),
        finding: WhyFinding,
      }),
    ),
  },
  { $id: 'QueryWhy' },
)
export type QueryWhy = Static<typeof QueryWhy>

// Searches that are kept --------------------------------------------------------------------------------------------

export const EntityQuery = Type.Object({ entity: Type.Optional(QueryEntity) }, strict)

const search = {
  entity: QueryEntity,
  query: QueryText,
  having: Nullable(Type.String()),
  status: Nullable(FindingState),
}

export const RecentSearch = Type.Object({ ...search, usedAt: Instant }, { $id: 'RecentSearch' })
export type RecentSearch = Static<typeof RecentSearch>
export const RecentSearchList = Type.Object({ items: Type.Array(RecentSearch) }, { $id: 'RecentSearchList' })

export const RecentSearchNote = Type.Object(
  { entity: QueryEntity, ...selection },
  { ...strict, $id: 'RecentSearchNote' },
)
export type RecentSearchNote = Static<typeof RecentSearchNote>

export const SavedSearch = Type.Object(
  {
    id: Id,
    name: Type.String(),
    ...search,
    shared: Type.Boolean({ description: 'Everybody in the subscription sees and uses it; only its owner changes it.' }),
    own: Type.Boolean(),
    owner: Type.String({ description: 'E-mail address.' }),
    createdAt: Instant,
    modifiedAt: Instant,
    errors: Type.Array(QueryProblem, {
      description: 'What the language of this version no longer understands in it; then it finds nothing.',
    }),
  },
  { $id: 'SavedSearch' },
)
export type SavedSearch = Static<typeof SavedSearch>
export const SavedSearchList = ListOf(SavedSearch, 'SavedSearchList')

export const SavedSearchQuery = Type.Object({ ...ListQuery.properties, ...EntityQuery.properties }, strict)
export type SavedSearchQuery = Static<typeof SavedSearchQuery>

export const SavedSearchCsvQuery = Type.Object({ ...ListCsvQuery.properties, ...EntityQuery.properties }, strict)

export const SavedSearchCreate = Type.Object(
  { entity: QueryEntity, name: Title, ...selection, shared: Type.Optional(Type.Boolean({ default: false })) },
  { ...strict, $id: 'SavedSearchCreate' },
)
export type SavedSearchCreate = Static<typeof SavedSearchCreate>

export const SavedSearchChange = Type.Object(
  {
    name: Type.Optional(Title),
    shared: Type.Optional(Type.Boolean()),
    query: Type.Optional(QueryText),
    having: Type.Optional(Nullable(Having)),
    status: Type.Optional(Nullable(FindingState)),
  },
  { ...strict, $id: 'SavedSearchChange', description: 'What is not named stays as it is.' },
)
export type SavedSearchChange = Static<typeof SavedSearchChange>
