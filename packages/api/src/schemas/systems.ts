import { abilities, engineIds, engineProofs } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Instant, Nullable, Words } from './common.ts'

const Ability = Type.Object({
  ability: Words(abilities),
  title: Type.String(),
  able: Words(['yes', 'no', 'catalog'] as const),
})

/** What decides on machines of a kind, and how far it is proven. */
export const SupportedEngine = Type.Object(
  {
    id: Words(engineIds),
    title: Type.String(),
    platform: Type.String({ examples: ['linux', 'windows', 'macos'] }),
    systems: Type.String({ description: 'For people.' }),
    proof: Words(engineProofs),
    proofTitle: Type.String(),
    provenOn: Type.String(),
    abilities: Type.Array(Ability, { description: 'catalog: the server adds it where a feed has it.' }),
    limits: Type.Array(Type.String()),
  },
  { $id: 'SupportedEngine' },
)
export type SupportedEngine = Static<typeof SupportedEngine>

/** How long a release is looked after, as far as a feed says so. */
export const SystemLifecycle = Type.Object(
  {
    product: Type.String(),
    release: Type.String(),
    label: Type.String(),
    activeSupportEndsAt: Nullable(Instant),
    endOfLifeAt: Nullable(Instant),
    isEndOfLife: Type.Boolean({
      description: 'By the clock of the server, or because the feed says so without a day.',
    }),
  },
  { $id: 'SystemLifecycle' },
)
export type SystemLifecycle = Static<typeof SystemLifecycle>

/** A release of a system, or a product, of which the catalog has patches. */
export const CatalogSystem = Type.Object(
  {
    kind: Words(['linux', 'windows', 'macos', 'applications'] as const),
    name: Type.String({ examples: ['debian', 'Windows 11 Version 24H2 for x64-based Systems', 'winget'] }),
    release: Type.String({ examples: ['bookworm'] }),
    patches: Type.Integer({ minimum: 0 }),
    products: Type.Integer({ minimum: 0, description: 'Source packages, or applications.' }),
    newestAt: Nullable(Type.String({ ...Instant, description: 'When the newest of its patches was published.' })),
    lifecycle: Nullable(SystemLifecycle),
  },
  { $id: 'CatalogSystem' },
)
export type CatalogSystem = Static<typeof CatalogSystem>

export const SupportedSystems = Type.Object(
  {
    engines: Type.Array(SupportedEngine),
    catalog: Type.Array(CatalogSystem, { description: 'At most 2,000, by kind and name.' }),
  },
  { $id: 'SupportedSystems' },
)
export type SupportedSystems = Static<typeof SupportedSystems>

export const SystemsQuery = Type.Object(
  { search: Type.Optional(Type.String({ maxLength: 200, description: 'Words that all stand in an entry.' })) },
  { additionalProperties: false },
)
