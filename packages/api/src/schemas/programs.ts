import Type, { type Static } from 'typebox'
import { Id, Instant, ListCsvQuery, ListOf, ListQuery, Nullable, Words } from './common.ts'

const strict = { additionalProperties: false } as const

/** docs/detection.md. */
export const unmatchedReasons = [
  'unknown',
  'publisher',
  'architecture',
  'channel',
  'line',
  'ambiguous',
  'proposed',
] as const
const Why = Words(unmatchedReasons)

export const UnmatchedProgram = Type.Object(
  {
    name: Type.String({
      description: 'As one of the assets shows it; names that differ in their version alone are one.',
    }),
    publisher: Type.String(),
    versions: Type.Integer({ minimum: 1, description: 'How many versions of it were reported.' }),
    assetCount: Type.Integer({ minimum: 1, description: 'Assets in your scope that have it.' }),
    why: Type.Union([Why], {
      description:
        'unknown: the catalog has no such name. publisher: it has, of another. architecture, channel, line: it has, for others. ambiguous: of several products. proposed: the name alone speaks for `product`, and nothing is missing until a person confirms it.',
    }),
    product: Nullable(Type.String({ description: 'What is proposed.', examples: ['winget:Git.Git'] })),
    query: Nullable(
      Type.String({
        description: 'Finds these assets in the list of assets, by names and publishers. null: too many for one query.',
        examples: ['software:(name:`Git` and vendor:`The Git Development Community`)'],
      }),
    ),
  },
  { $id: 'UnmatchedProgram' },
)
export type UnmatchedProgram = Static<typeof UnmatchedProgram>
export const UnmatchedProgramList = ListOf(UnmatchedProgram, 'UnmatchedProgramList')

const whyMember = { why: Type.Optional(Why) }
export const UnmatchedQuery = Type.Object({ ...ListQuery.properties, ...whyMember }, strict)
export type UnmatchedQuery = Static<typeof UnmatchedQuery>
export const UnmatchedCsvQuery = Type.Object({ ...ListCsvQuery.properties, ...whyMember }, strict)

export const ProgramMapping = Type.Object(
  {
    id: Id,
    name: Type.String(),
    publisher: Type.String({ description: "'' : whoever the publisher is." }),
    product: Nullable(Type.String({ description: 'null: never any product.', examples: ['winget:Git.Git'] })),
    createdBy: Type.String(),
    createdAt: Instant,
  },
  { $id: 'ProgramMapping' },
)
export type ProgramMapping = Static<typeof ProgramMapping>
export const ProgramMappingList = ListOf(ProgramMapping, 'ProgramMappingList')

export const ProgramMappingCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 500, description: 'Its versions do not count.' }),
    publisher: Type.Optional(Type.String({ maxLength: 300 })),
    product: Nullable(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'A product of the catalog; null: never any.',
        examples: ['winget:Git.Git', 'cask:firefox'],
      }),
    ),
  },
  strict,
)
export type ProgramMappingCreate = Static<typeof ProgramMappingCreate>

/** `product` absent: as if nothing had been said of the name. */
export const ProgramMappingQuestion = Type.Object(
  { ...ProgramMappingCreate.properties, product: Type.Optional(ProgramMappingCreate.properties.product) },
  strict,
)
export type ProgramMappingQuestion = Static<typeof ProgramMappingQuestion>

export const ProgramMappingPreview = Type.Object(
  {
    versions: Type.Integer({ minimum: 0, description: 'Distinct versions of the name that were reported.' }),
    assetCount: Type.Integer({
      minimum: 0,
      description: 'Assets of the subscription that have it, outside your scope, too.',
    }),
    missingAssetCount: Type.Integer({ minimum: 0, description: 'Of them, those that would miss a newer version.' }),
    changedAssetCount: Type.Integer({
      minimum: 0,
      description: 'Of them, those of which another thing is said than now.',
    }),
  },
  { $id: 'ProgramMappingPreview' },
)
export type ProgramMappingPreview = Static<typeof ProgramMappingPreview>

export const ProgramProduct = Type.Object(
  {
    product: Type.String({ examples: ['winget:Git.Git'] }),
    title: Type.String({ description: 'Of its newest version.' }),
    vendor: Type.String(),
    platform: Type.String(),
  },
  { $id: 'ProgramProduct' },
)
export type ProgramProduct = Static<typeof ProgramProduct>
export const ProgramProductList = ListOf(ProgramProduct, 'ProgramProductList')
