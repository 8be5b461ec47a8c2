import { jobParts, jobPlatforms } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Title, Words } from './common.ts'
import { definitionParts, JobDefinitionShown, SchedulePartOf, WindowPartOf } from './job-definition.ts'

const strict = { additionalProperties: false } as const

export const JobCreate = Type.Object(
  {
    name: Title,
    platform: Words(jobPlatforms),
    ...definitionParts,
    enable: Type.Optional(Type.Boolean({ default: false, description: 'Enable it at once; refused for a draft.' })),
  },
  {
    ...strict,
    $id: 'JobCreate',
    description: 'What is left out is as usual; without assets, patches or schedule it is a draft.',
  },
)
export type JobCreate = Static<typeof JobCreate>

export const AdvisoryCreate = Type.Object(
  {
    name: Title,
    platform: Words(jobPlatforms),
    description: definitionParts.description,
    patches: definitionParts.patches,
  },
  { ...strict, $id: 'AdvisoryCreate', description: 'A draft that belongs to nobody until somebody is made its owner.' },
)
export type AdvisoryCreate = Static<typeof AdvisoryCreate>

export const JobReplace = Type.Object(
  {
    name: Type.Optional(Title),
    platform: Words(jobPlatforms),
    ...definitionParts,
  },
  { ...strict, $id: 'JobReplace', description: 'The whole definition: what is left out is as usual, not as it was.' },
)
export type JobReplace = Static<typeof JobReplace>

export const JobClone = Type.Object(
  { name: Type.Optional(Title) },
  { ...strict, $id: 'JobClone', description: 'Without a name: `Copy of …`.' },
)
export type JobClone = Static<typeof JobClone>

export const JobIds = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) },
  { ...strict, $id: 'JobIds', description: 'All of them or none.' },
)
export type JobIds = Static<typeof JobIds>
export const JobsChanged = Type.Object(
  {
    jobs: Type.Array(Type.Object({ id: Id, name: Type.String(), status: Type.String() }), {
      description: 'As they are now; of deleted ones as they were.',
    }),
  },
  { $id: 'JobsChanged' },
)
export type JobsChanged = Static<typeof JobsChanged>

export const SchedulePreviewRequest = Type.Object(
  {
    schedule: SchedulePartOf,
    window: Type.Optional(Nullable(WindowPartOf)),
    zones: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        minItems: 1,
        maxItems: 10,
        description: "With the agents' zone: for agents in these zones; otherwise UTC.",
      }),
    ),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
  },
  { ...strict, $id: 'SchedulePreviewRequest' },
)
export type SchedulePreviewRequest = Static<typeof SchedulePreviewRequest>

const Note = Type.Object({ code: Type.String(), message: Type.String() })
export const SchedulePreview = Type.Object(
  {
    summary: Type.String({ description: 'The schedule in one sentence.' }),
    zones: Type.Array(
      Type.Object({
        zone: Type.String(),
        runs: Type.Array(
          Type.Object({
            nominal: Type.String({ description: 'What the schedule says, `YYYY-MM-DDTHH:MM`.' }),
            at: Instant,
            wall: Type.String({ description: 'What the clock on the wall shows then.' }),
            offsetMinutes: Type.Integer(),
            windowEndsAt: Nullable(Instant),
            windowEndWall: Nullable(Type.String()),
            notes: Type.Array(Note, { description: 'Clock changes that concern this run.' }),
          }),
        ),
      }),
    ),
    warnings: Type.Array(Note, { description: 'What people would rather know before they save.' }),
  },
  { $id: 'SchedulePreview' },
)
export type SchedulePreview = Static<typeof SchedulePreview>

export const AssetImport = Type.Object(
  {
    csv: Type.String({
      maxLength: 500_000,
      description: 'One asset a line: name or id, in the first column or that named so.',
    }),
    platform: Type.Optional(Words(jobPlatforms)),
  },
  { ...strict, $id: 'AssetImport' },
)
export type AssetImport = Static<typeof AssetImport>
export const AssetsImported = Type.Object(
  {
    assets: Type.Array(Type.Object({ id: Id, name: Type.String() }), {
      description: 'In the order of the lines, each once.',
    }),
    problems: Type.Array(
      Type.Object({
        line: Type.Integer({ description: 'Counted from 1.' }),
        text: Type.String(),
        code: Words(['not_found', 'ambiguous', 'other_platform'] as const),
        message: Type.String(),
      }),
    ),
    more: Type.Boolean({ description: 'There are more problems than are listed.' }),
  },
  { $id: 'AssetsImported' },
)
export type AssetsImported = Static<typeof AssetsImported>

export const JobTemplates = Type.Object(
  {
    templates: Type.Array(
      Type.Object({
        key: Type.String(),
        name: Type.String(),
        summary: Type.String(),
        definition: JobDefinitionShown,
        patchQuery: Nullable(Type.String({ description: 'What to search for where patches are chosen by hand.' })),
        fillIn: Type.Array(Words(jobParts), { description: 'What is left to choose.' }),
      }),
    ),
  },
  { $id: 'JobTemplates' },
)
export type JobTemplates = Static<typeof JobTemplates>
