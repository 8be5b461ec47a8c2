import { itemStates, jobActions, jobParts, jobStates, runStates, taskStates } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, Nullable, Title, Words } from './common.ts'
import { JobDefinitionShown } from './job-definition.ts'
import { FoundList } from './queries.ts'

const strict = { additionalProperties: false } as const

export const TaskCounts = Type.Object({
  total: Type.Integer(),
  open: Type.Integer(),
  succeeded: Type.Integer(),
  partial: Type.Integer(),
  failed: Type.Integer(),
  expired: Type.Integer(),
  cancelled: Type.Integer(),
  skipped: Type.Integer(),
  unknown: Type.Integer(),
})
export type TaskCounts = Static<typeof TaskCounts>

export const Job = Type.Object(
  {
    id: Id,
    name: Type.String(),
    kind: Type.String(),
    platform: Type.String(),
    status: Words(jobStates),
    statusReason: Nullable(
      Type.Enum(['licence_ended', 'emergency_stop'], {
        description:
          'When no person put it there: disabled because the licence ended; it can be enabled once there is one again.',
      }),
    ),
    description: Type.String(),
    missing: Type.Array(Words(jobParts), { description: 'What a draft lacks before it can run.' }),
    scheduleType: Type.Enum(['none', 'onDemand', 'once', 'daily', 'weekly', 'monthly']),
    schedule: Nullable(Type.String({ description: 'In one sentence; null: not chosen yet.' })),
    nextRunAt: Nullable(Instant),
    owner: Nullable(Type.String({ description: 'E-mail address; null: an advisory that belongs to nobody yet.' })),
    needsOwner: Type.Boolean({
      description:
        'The owner is disabled, gone, or may no longer own jobs: the job does not start until it has another.',
    }),
    mayOpen: Type.Boolean({ description: 'Rows of all jobs are seen by everybody; what is in them by some.' }),
    tags: Type.Array(Type.String(), { description: 'Names of the tags whose assets it is for.' }),
    excludeTags: Type.Array(Type.String()),
    assetCount: Type.Integer({ description: 'Single assets; those of tags are counted by each run.' }),
    patchCount: Type.Integer({ description: 'Chosen by hand; those of a query are counted by each run.' }),
    createdAt: Instant,
    modifiedAt: Instant,
    lastRunAt: Nullable(Instant),
    tasks: TaskCounts,
  },
  { $id: 'Job' },
)
export type Job = Static<typeof Job>
export const JobList = FoundList(Job, 'JobList')

export const LeftOut = Type.Object({
  kind: Words(['asset', 'patch'] as const),
  id: Id,
  name: Type.String(),
  reason: Type.String(),
  sentence: Type.String(),
})

export const Run = Type.Object(
  {
    id: Id,
    status: Words(runStates),
    nominalAt: Instant,
    nominal: Type.Optional(
      Nullable(Type.String({ description: 'YYYY-MM-DDTHH:MM of the schedule; null: somebody began it.' })),
    ),
    lastAt: Type.Optional(Type.String({ description: 'When the last zone begins.' })),
    reason: Type.Optional(Nullable(Type.String({ description: 'Why it was cancelled, when no person did.' }))),
    sentence: Type.Optional(Nullable(Type.String())),
    startedAt: Nullable(Instant),
    endedAt: Nullable(Instant),
    specVersion: Type.Integer(),
    specDigest: Type.String(),
    planDigest: Nullable(Type.String()),
    retryOf: Nullable(Id),
    tasks: TaskCounts,
    leftOut: Type.Array(LeftOut),
  },
  { $id: 'Run' },
)
export type Run = Static<typeof Run>

export const JobPerson = Type.Object({ id: Id, name: Type.String(), email: Type.String() })
export const JobChange = Type.Object(
  {
    name: Title,
    was: Type.Optional(
      Type.String({ maxLength: 200, description: 'The name as it was read: `conflict` if it is another by now.' }),
    ),
  },
  { ...strict, $id: 'JobChange' },
)
export type JobChange = Static<typeof JobChange>
export const CoAuthorAdd = Type.Object({ person: Id }, { ...strict, $id: 'CoAuthorAdd' })
export type CoAuthorAdd = Static<typeof CoAuthorAdd>
export const CoAuthorParams = Type.Object({ id: Id, person: Id }, { additionalProperties: false })

export const JobOwnerChange = Type.Object(
  {
    jobs: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
    owner: Id,
    dryRun: Type.Optional(Type.Boolean({ description: 'Only say what it would mean.' })),
  },
  { ...strict, $id: 'JobOwnerChange', description: 'All of the jobs or none.' },
)
export type JobOwnerChange = Static<typeof JobOwnerChange>
export const JobOwnerChanged = Type.Object(
  {
    owner: JobPerson,
    jobs: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        before: Nullable(JobPerson),
        assets: Type.Integer({ description: 'Chosen by the job and in the scope of the new owner.' }),
        assetsOutside: Type.Integer({ description: 'Chosen by the job and outside of it: left out from now on.' }),
        nowOnlyViewing: Type.Array(JobPerson, { description: 'Co-authors who are weaker than the new owner.' }),
      }),
    ),
  },
  { $id: 'JobOwnerChanged' },
)
export type JobOwnerChanged = Static<typeof JobOwnerChanged>

export const JobDetail = Type.Object(
  {
    ...Job.properties,
    may: Type.Array(Words(jobActions), { description: 'What the asker may do to the job.' }),
    ownedBy: Nullable(JobPerson),
    coAuthors: Type.Array(Type.Object({ ...JobPerson.properties, mayEdit: Type.Boolean() })),
    revision: Type.String({ description: 'Its ETag, for `If-Match`: another one as soon as name or definition are.' }),
    specVersion: Type.Integer(),
    specDigest: Type.String(),
    definition: JobDefinitionShown,
    assets: Type.Array(Type.Object({ id: Id, name: Type.String() }), {
      description: 'Single ones that the asker may see; assetCount counts all.',
    }),
    excludedAssets: Type.Array(Type.Object({ id: Id, name: Type.String() })),
    tagNames: Type.Array(Type.Object({ id: Id, name: Type.String() }), {
      description: 'Of all tags of the definition.',
    }),
    patches: Type.Array(Type.Object({ id: Id, key: Type.String(), title: Type.String() })),
    runs: Type.Array(Run),
  },
  { $id: 'JobDetail' },
)
export type JobDetail = Static<typeof JobDetail>

export const Task = Type.Object(
  {
    id: Id,
    runId: Id,
    job: Type.Object({ id: Id, name: Type.String() }),
    asset: Type.Object({ id: Id, name: Type.String() }),
    status: Words(taskStates),
    reason: Nullable(Type.String()),
    sentence: Nullable(Type.String()),
    progress: Nullable(Type.String()),
    itemCount: Type.Integer(),
    itemsDone: Type.Integer(),
    itemsFailed: Type.Integer(),
    beganAt: Nullable(Instant),
    endedAt: Nullable(Instant),
    rebooted: Type.Boolean(),
  },
  { $id: 'Task' },
)
export type Task = Static<typeof Task>
export const TaskList = FoundList(Task, 'TaskList')
export const RunTaskList = ListOf(Task, 'RunTaskList')

export const TaskItem = Type.Object({
  n: Type.Integer(),
  patch: Type.Object({ id: Id, key: Type.String(), title: Type.String() }),
  status: Words(itemStates),
  reason: Nullable(Type.String()),
  sentence: Nullable(Type.String()),
  exitCode: Nullable(Type.Integer()),
  output: Nullable(Type.String()),
  packages: Type.Array(
    Type.Object({ name: Type.String(), arch: Type.String(), from: Nullable(Type.String()), to: Type.String() }),
  ),
  beganAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  verifiedAt: Nullable(Instant),
})
export type TaskItem = Static<typeof TaskItem>

export const TaskAction = Type.Object({
  n: Type.Integer(),
  stage: Words(['pre', 'post'] as const),
  kind: Type.String(),
  name: Type.String(),
  status: Words(['pending', 'running', 'succeeded', 'failed', 'aborted', 'skipped', 'unknown'] as const),
  reason: Nullable(Type.String()),
  sentence: Nullable(Type.String()),
  exitCode: Nullable(
    Type.Integer({ description: '0, 10: success · 101: skipped · 12: ended the job · else: failure.' }),
  ),
  output: Nullable(Type.String()),
  beganAt: Nullable(Instant),
  endedAt: Nullable(Instant),
})
export type TaskAction = Static<typeof TaskAction>

export const TaskDetail = Type.Object(
  {
    ...Task.properties,
    actions: Type.Array(TaskAction, { description: 'In their order: before the first patch, after the last one.' }),
    items: Type.Array(TaskItem),
    events: Type.Array(
      Type.Object({ n: Type.Integer(), at: Nullable(Instant), kind: Type.String(), conflict: Type.Boolean() }),
    ),
  },
  { $id: 'TaskDetail' },
)
export type TaskDetail = Static<typeof TaskDetail>

export const RetryRequest = Type.Object(
  {
    tasks: Type.Optional(
      Type.Array(Id, { maxItems: 2000, description: 'Only these; otherwise all that did not end well.' }),
    ),
  },
  { ...strict, $id: 'RetryRequest' },
)
export type RetryRequest = Static<typeof RetryRequest>
