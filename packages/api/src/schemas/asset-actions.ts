import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Title } from './common.ts'
import { findingStates } from '../finding-states.ts'

const strict = { additionalProperties: false } as const

const pick = {
  ids: Type.Optional(
    Type.Array(Id, {
      minItems: 1,
      maxItems: 2000,
      uniqueItems: true,
      description: 'All or nothing: one that does not exist for you, and nothing happens.',
    }),
  ),
  query: Type.Optional(
    Type.String({ description: 'In place of ids: text of the query language about assets; empty: all of them.' }),
  ),
  having: Type.Optional(Type.String({ description: 'Second query, about their patches.' })),
  status: Type.Optional(Type.Enum<(typeof findingStates)[number][]>([...findingStates])),
  count: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description: 'With query: how many assets you mean. If the query finds another number, nothing happens.',
    }),
  ),
}

/** Which assets: by ids, or by a query with the number that is meant. */
export const AssetPick = Type.Object(pick, { ...strict, $id: 'AssetPick' })
export type AssetPick = Static<typeof AssetPick>

export const AssetPause = Type.Object(
  { ...pick, until: Instant, reason: Title },
  { ...strict, $id: 'AssetPause', description: 'Until then the assets are scanned, not targeted.' },
)
export type AssetPause = Static<typeof AssetPause>

export const AssetsDone = Type.Object(
  {
    matched: Type.Integer({ description: 'Assets that were meant.' }),
    changed: Type.Integer({ description: 'Of these, the ones that were not so already.' }),
    skipped: Type.Integer({ description: 'Of these, the ones it cannot be done to: their agent is not active.' }),
  },
  { $id: 'AssetsDone' },
)
export type AssetsDone = Static<typeof AssetsDone>

export const AssetRemoval = Type.Object(
  {
    assets: Type.Integer(),
    names: Type.Array(Type.String(), { description: 'The first ten.' }),
    openTasks: Type.Integer({ description: 'Tasks that have not ended; they are cancelled.' }),
    jobs: Type.Integer({ description: 'Jobs that have run or name one of them; their history keeps the name.' }),
    missing: Type.Integer({ description: 'Missing patches that are then no longer known.' }),
    licensed: Type.Integer({ description: 'Licences that become free.' }),
  },
  { $id: 'AssetRemoval', description: 'What removing would touch. Nothing has happened yet.' },
)
export type AssetRemoval = Static<typeof AssetRemoval>

const Days = { minimum: 1, maximum: 3650 }
export const AssetSettings = Type.Object(
  {
    staleAfterDays: Type.Integer({ ...Days, description: 'An agent silent for longer is Stale. Default 7.' }),
    removeAfterDays: Nullable(
      Type.Integer({ ...Days, description: 'An asset whose agent is silent for longer is removed. null: never.' }),
    ),
  },
  { ...strict, $id: 'AssetSettings' },
)
export type AssetSettings = Static<typeof AssetSettings>
