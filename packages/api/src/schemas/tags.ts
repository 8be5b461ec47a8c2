import Type, { type Static, type TSchema } from 'typebox'
import { Id, Instant, ListOf, ListQuery, Nullable, QueryProblem, Words } from './common.ts'
import { findingStates } from '../finding-states.ts'

const strict = { additionalProperties: false } as const

export const MOST_TAGS_AT_ONCE = 50
export const MOST_ASSETS_BY_ID = 1000

const TagName = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: 'Unique in the subscription in any case; no invisible characters, and no two that look alike.',
  examples: ['production'],
})
const TagDescription = Type.String({ maxLength: 4000 })
const TagColour = Type.String({
  pattern: '^(#[0-9a-f]{6})?$',
  description: 'Of the label; empty: none.',
  examples: ['#2f9e44'],
})
const TagCriticality = Type.Integer({
  minimum: 1,
  maximum: 5,
  description: 'An asset has the highest of its tags, those above them included; 2 where none says any.',
})

// A rule as a document ----------------------------------------------------------------------------------------------

export const softwareOperators = ['=', '<', '<=', '>', '>='] as const

const parts = [
  Type.Object(
    {
      kind: Type.Literal('query'),
      query: Type.String({
        minLength: 1,
        description: 'Asset query of the language; tags.name may ask for other tags.',
        examples: ['osFamily:debian and not tags.name:frozen'],
      }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('ipRange'),
      range: Type.String({
        minLength: 2,
        maxLength: 100,
        description: 'A network, an address, or two addresses with a hyphen between them; IPv4 or IPv6.',
        examples: ['10.0.0.0/8', '192.0.2.10 - 192.0.2.99'],
      }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('namePattern'),
      pattern: Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'Name of the asset in any case, * for anything; without one, words that stand next to each other.',
        examples: ['web-*'],
      }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('os'),
      os: Type.String({ minLength: 1, maxLength: 500, description: 'As operatingSystem.', examples: ['Debian 12'] }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('software'),
      name: Type.String({ minLength: 1, maxLength: 500, examples: ['openssl'] }),
      operator: Type.Optional(Words(softwareOperators)),
      version: Type.Optional(Type.String({ minLength: 1, maxLength: 200, examples: ['3.0.11'] })),
    },
    strict,
  ),
] as const

const groupOf = <T extends TSchema>(rule: T, $id: string) =>
  Type.Object(
    {
      kind: Type.Literal('group'),
      match: Words(['all', 'any', 'none'] as const),
      rules: Type.Array(rule, { minItems: 1, maxItems: 50 }),
    },
    { ...strict, $id },
  )

const Part = Type.Union([...parts], { $id: 'TagRulePart' })
const Innermost = Type.Union([...parts, groupOf(Part, 'TagRuleInnermostGroup')], { $id: 'TagRuleInnermost' })
const Inner = Type.Union([...parts, groupOf(Innermost, 'TagRuleInnerGroup')], { $id: 'TagRuleInner' })
const Outer = Type.Union([...parts, groupOf(Inner, 'TagRuleOuterGroup')], { $id: 'TagRuleOuter' })

export type TagRulePart = Static<typeof Part>
export interface TagRuleGroup {
  readonly kind: 'group'
  readonly match: 'all' | 'any' | 'none'
  readonly rules: readonly TagRule[]
}
export type TagRule = TagRulePart | TagRuleGroup

/** Groups may stand in groups, four deep; the meaning is one query of the language, which answers show. */
export const TagRule = Type.Unsafe<TagRule>(
  Type.Union([...parts, groupOf(Outer, 'TagRuleGroup')], {
    $id: 'TagRule',
    description: 'What assets carry a dynamic tag: a part, or a group of rules of which all, any or none hold.',
  }),
)

/** What is wrong in a part of a rule: `path` names the part, `from` and `to` count inside its text. */
export const TagRuleProblem = Type.Object(
  {
    path: Type.String({ description: 'JSON pointer into the rule.', examples: ['/rules/0/query'] }),
    ...QueryProblem.properties,
  },
  { $id: 'TagRuleProblem' },
)
export type TagRuleProblem = Static<typeof TagRuleProblem>

// Tags --------------------------------------------------------------------------------------------------------------

export const tagKinds = ['static', 'dynamic'] as const

const TagNamed = Type.Object({ id: Id, name: Type.String() }, { $id: 'TagNamed' })

const tagMembers = {
  id: Id,
  name: Type.String(),
  description: Type.String(),
  colour: Type.String(),
  criticality: Nullable(Type.Integer()),
  favourite: Type.Boolean({ description: 'Of whoever asks.' }),
  kind: Words(tagKinds),
  parent: Nullable(TagNamed),
  path: Type.Array(Type.String(), { description: 'Names from the top of the tree down to this tag.' }),
  childCount: Type.Integer({ description: 'Tags directly below.' }),
  belowCount: Type.Integer({ description: 'Tags below, at any depth: who chooses this tag means them, too.' }),
  assetCount: Type.Integer({
    description: 'Assets that carry it or a tag below it, in the scope of whoever asks.',
  }),
  query: Nullable(Type.String({ description: 'What a dynamic tag asks, in the language.' })),
  isBroken: Type.Boolean({
    description: 'The language no longer understands the rule: the tag keeps the assets that it had.',
  }),
  evaluatedAt: Nullable(Instant),
  mayAssign: Type.Boolean({ description: 'Whoever asks may put it on assets and take it off.' }),
  mayChange: Type.Boolean({ description: 'Whoever asks may change, move and delete it.' }),
  createdAt: Instant,
  modifiedAt: Instant,
}

export const Tag = Type.Object(tagMembers, { $id: 'Tag' })
export type Tag = Static<typeof Tag>
export const TagList = ListOf(Tag, 'TagList')

export const TagDetail = Type.Object(
  {
    ...tagMembers,
    rule: Nullable(TagRule),
    problems: Type.Array(TagRuleProblem, { description: 'Why the rule is broken.' }),
    children: Type.Array(TagNamed),
    asksTags: Type.Array(TagNamed, { description: 'Tags whose assets the rule asks for.' }),
  },
  { $id: 'TagDetail' },
)
export type TagDetail = Static<typeof TagDetail>

export const TagQuery = Type.Object(
  {
    ...ListQuery.properties,
    kind: Type.Optional(Words(tagKinds)),
    favourite: Type.Optional(Type.Boolean({ description: 'Only those that whoever asks marked.' })),
    parent: Type.Optional(Type.String({ description: 'Directly below this tag; "none": the tops of the tree.' })),
    assignable: Type.Optional(Type.Boolean({ description: 'Only those that whoever asks may put on assets.' })),
  },
  strict,
)
export type TagQuery = Static<typeof TagQuery>
export const TagCsvQuery = Type.Object(
  {
    search: ListQuery.properties.search,
    sort: ListQuery.properties.sort,
    kind: TagQuery.properties.kind,
    favourite: TagQuery.properties.favourite,
    parent: TagQuery.properties.parent,
    assignable: TagQuery.properties.assignable,
  },
  strict,
)
export type TagCsvQuery = Static<typeof TagCsvQuery>

export const TagCreate = Type.Object(
  {
    name: TagName,
    description: Type.Optional(TagDescription),
    colour: Type.Optional(TagColour),
    criticality: Type.Optional(Nullable(TagCriticality)),
    parent: Type.Optional(Nullable(Id)),
    rule: Type.Optional(Nullable(TagRule)),
  },
  { ...strict, $id: 'TagCreate' },
)
export type TagCreate = Static<typeof TagCreate>

export const TagChange = Type.Object(
  {
    name: Type.Optional(TagName),
    description: Type.Optional(TagDescription),
    colour: Type.Optional(TagColour),
    criticality: Type.Optional(Nullable(TagCriticality)),
    parent: Type.Optional(Nullable(Id)),
    rule: Type.Optional(
      Type.Unsafe<TagRule | null>(
        Type.Union([TagRule, Type.Null()], {
          description:
            'With a rule the tag is dynamic: the rule alone decides who carries it. null makes it static with the assets that it has.',
        }),
      ),
    ),
  },
  { ...strict, $id: 'TagChange' },
)
export type TagChange = Static<typeof TagChange>

export const TagFavourite = Type.Object({ favourite: Type.Boolean() }, { ...strict, $id: 'TagFavourite' })
export type TagFavourite = Static<typeof TagFavourite>

// What hangs on a tag -----------------------------------------------------------------------------------------------

export const tagUseKinds = [
  'asset',
  'child',
  'rule',
  'scope',
  'assessmentProfile',
  'configurationProfile',
  'licence',
  'job',
  'activationKey',
  'savedSearch',
] as const
export type TagUseKind = (typeof tagUseKinds)[number]

export const TagUse = Type.Object(
  {
    what: Words(tagUseKinds),
    count: Type.Integer({ minimum: 1 }),
    names: Type.Array(Type.String(), { description: 'The first ten.' }),
    outcome: Words(['removed', 'needsAnswer', 'refused', 'noted'] as const),
  },
  {
    $id: 'TagUse',
    description:
      'removed: goes with the tag. needsAnswer: only when `uses=release` says so. refused: must be changed there first. noted: stays, and asks for a tag that is no more.',
  },
)
export type TagUse = Static<typeof TagUse>
export const TagUses = Type.Object({ items: Type.Array(TagUse) }, { $id: 'TagUses' })
export type TagUses = Static<typeof TagUses>

export const TagDelete = Type.Object(
  {
    children: Type.Optional(Words(['raise', 'delete'] as const)),
    uses: Type.Optional(Words(['release'] as const)),
  },
  { ...strict },
)
export type TagDelete = Static<typeof TagDelete>

// Putting tags on assets --------------------------------------------------------------------------------------------

export const TagAssignment = Type.Object(
  {
    action: Words(['assign', 'remove'] as const),
    tags: Type.Array(Id, { minItems: 1, maxItems: MOST_TAGS_AT_ONCE }),
    assets: Type.Optional(
      Type.Array(Id, {
        minItems: 1,
        maxItems: MOST_ASSETS_BY_ID,
        description: 'All or none: one that is not there refuses the whole.',
      }),
    ),
    matching: Type.Optional(
      Type.Object(
        {
          query: Type.String(),
          having: Type.Optional(Type.String()),
          status: Type.Optional(Words(findingStates)),
          count: Type.Integer({
            minimum: 0,
            description: 'How many assets were found when it was decided; another number now refuses the whole.',
          }),
        },
        strict,
      ),
    ),
  },
  { ...strict, $id: 'TagAssignment', description: 'Either `assets` or `matching`.' },
)
export type TagAssignment = Static<typeof TagAssignment>

export const TagAssigned = Type.Object(
  {
    assets: Type.Integer({ description: 'Assets that were asked for.' }),
    changed: Type.Integer({ description: 'Assets of these that did not have the tags so before.' }),
  },
  { $id: 'TagAssigned' },
)
export type TagAssigned = Static<typeof TagAssigned>

// What a rule would find --------------------------------------------------------------------------------------------

export const TagPreviewRequest = Type.Object(
  {
    rule: TagRule,
    tag: Type.Optional(Id),
  },
  { ...strict, $id: 'TagPreviewRequest', description: 'With `tag`: what the rule would change of it.' },
)
export type TagPreviewRequest = Static<typeof TagPreviewRequest>

const PreviewAsset = Type.Object({ id: Id, name: Type.String(), operatingSystem: Type.String() })
const PreviewAssets = Type.Object(
  { count: Type.Integer(), items: Type.Array(PreviewAsset, { description: 'The first 50 by name.' }) },
  { $id: 'TagPreviewAssets' },
)

export const TagPreview = Type.Object(
  {
    query: Nullable(Type.String({ description: 'The rule in the language; null with errors.' })),
    errors: Type.Array(TagRuleProblem),
    warnings: Type.Array(TagRuleProblem),
    found: Nullable(PreviewAssets),
    added: Nullable(PreviewAssets),
    removed: Nullable(PreviewAssets),
    asksTags: Type.Array(TagNamed),
    isTimed: Type.Boolean({ description: 'The rule depends on what time it is: it is asked again every few minutes.' }),
  },
  {
    $id: 'TagPreview',
    description: 'Assets and counts are those in the scope of whoever asks.',
  },
)
export type TagPreview = Static<typeof TagPreview>
