import {
  actionKinds,
  actionLimits,
  type AssetChoice,
  type JobAction,
  type JobDefinition,
  jobKinds,
  jobLimits,
  type JobMessages,
  type JobOptions,
  jobPlatforms,
  matchModes,
  messageLimits,
  type PatchChoice,
  type PatchWindow,
  rebootRules,
  type Schedule,
  scheduleLimits,
  scheduleTypes,
  scriptInterpreters,
  serviceOperations,
} from '@patchyard/domain'
import Type, { type TObject, type TProperties } from 'typebox'
import { Id, Nullable, Words } from './common.ts'

// What a job is (docs/jobs.md). The schemas say what shape things have; whether the values are good is said by `checkDefinition` of the
// domain, which names everything that is wrong at once (`job_invalid`).

const strict = { additionalProperties: false } as const
/** Each member may be left out: it is as usual then. */
const object = <P extends TProperties>(properties: P, description: string) =>
  Type.Object(properties, { ...strict, description })
const opt = Type.Optional
const text = (description: string) => Type.String({ description })
const number = (description: string) => Type.Number({ description })
const within = ({ min, max }: { readonly min: number; readonly max: number }, what: string): string =>
  `${min} to ${max} ${what}`

const ids = (maxItems: number, description: string) => Type.Array(Id, { maxItems, description })
const AssetChoicePart = object(
  {
    tags: opt(ids(jobLimits.tags, 'Tags, with those below them.')),
    matchTags: opt(Words(matchModes)),
    excludeTags: opt(ids(jobLimits.tags, 'Beaten by `include`.')),
    matchExcludeTags: opt(Words(matchModes)),
    include: opt(ids(jobLimits.assets, 'Single assets.')),
    exclude: opt(ids(jobLimits.assets, 'Beats everything.')),
  },
  'Tags in, tags out, assets in, assets out; then the scope of the owner and the licence.',
)

const PatchChoicePart = object(
  {
    from: Words(['none', 'list', 'query', 'job'] as const),
    patches: opt(ids(jobLimits.patches, 'With `list`: in the order of installation; doubles are dropped.')),
    query: opt(text('With `query`: asked before each run; the newest 2,000 of what is missing and not superseded.')),
    job: opt(Id),
  },
  'By hand, by query, from another job, or none: a job of actions alone.',
)

const ActionPart = object(
  {
    kind: Words(actionKinds),
    name: text(`Unique in the job, at most ${actionLimits.nameLength} characters.`),
    timeoutS: opt(number(within(actionLimits.timeoutS, 'seconds, usually 120.'))),
    interpreter: opt(Words(scriptInterpreters)),
    script: opt(text(`At most ${actionLimits.scriptBytes} bytes of UTF-8.`)),
    packages: opt(Type.Array(Type.String(), { description: 'Exact names.' })),
    file: opt(
      Nullable(
        object(
          { url: Type.String(), sha256: Type.String(), arguments: opt(Type.Array(Type.String())) },
          'Windows and macOS: what is installed.',
        ),
      ),
    ),
    service: opt(Type.String()),
    operation: opt(Words(serviceOperations)),
    key: opt(Type.String()),
    value: opt(Type.String()),
    type: opt(Words(['string', 'dword', 'qword', 'expandString', 'multiString', 'binary'] as const)),
    data: opt(Type.String()),
  },
  'Runs as root or SYSTEM, where the agent itself was set up to allow it. Members by kind.',
)

const SchedulePart = object(
  {
    type: Words(scheduleTypes),
    start: opt(text('`YYYY-MM-DDTHH:MM` on the wall clock of the zone.')),
    zone: opt(Nullable(text("IANA name; null: each asset's own zone."))),
    until: opt(Nullable(text('`YYYY-MM-DD`, the last date on which a run may begin.'))),
    every: opt(number('Every n days, weeks or months.')),
    days: opt(Type.Array(Type.String())),
    dates: opt(Type.Array(Type.Number())),
    lastDay: opt(Type.Boolean()),
    weekdays: opt(
      Type.Array(
        object(
          { nth: Type.Union([Type.Number(), Type.Literal('last')]), weekday: Type.String() },
          'Such as the second Tuesday.',
        ),
      ),
    ),
    offsetDays: opt(number('From Patch Tuesday, the second Tuesday of a month.')),
  },
  'docs/schedules.md.',
)

const WindowPart = object(
  {
    appliesTo: Words(['start', 'finish'] as const),
    minutes: number(within(scheduleLimits.windowMinutes, 'minutes of time that passes.')),
  },
  'In which a task must start, or must finish.',
)

const options = {
  onFailure: Words(['stop', 'continue'] as const),
  reboot: Words(rebootRules),
  whenGone: Words(['newest', 'skip'] as const),
  earlyDownloadMinutes: number(within(jobLimits.earlyDownloadMinutes, 'minutes before the start.')),
  downloadSpreadMinutes: number(within(jobLimits.downloadSpreadMinutes, 'minutes, less than the window.')),
  bandwidthKBs: Nullable(number(within(jobLimits.bandwidthKBs, 'kB/s; null: as the profile says.'))),
  atOnce: Nullable(number(within(jobLimits.atOnce, 'assets at the same time; null: no limit.'))),
  catchUp: Type.Boolean(),
  keepForRollback: Type.Boolean(),
  requireDryRun: Type.Boolean(),
  minAgeDays: number(within(jobLimits.minAgeDays, 'days.')),
}
const partly = <P extends TProperties>(properties: P): TProperties =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, opt(schema)]))
const OptionsPart = object(partly(options), 'What is left out is as usual.')

const { titleLength, textLength } = messageLimits
const message = (more: TProperties, description: string): TObject =>
  object(
    {
      title: opt(text(`At most ${titleLength} characters.`)),
      text: opt(text(`At most ${textLength} characters.`)),
      ...more,
    },
    description,
  )
const deferrals = opt(
  object({ count: Type.Number(), minutes: Type.Number() }, 'So often, so long; a week in all at most.'),
)
const MessagesPart = object(
  {
    before: opt(Nullable(message({ deferrals }, 'Before the first patch.'))),
    during: opt(Nullable(message({}, 'While it works.'))),
    reboot: opt(
      Nullable(
        object(
          {
            request: opt(Nullable(message({ deferrals }, 'Asked first; null: only counted down.'))),
            countdown: message(
              { minutes: number(within(messageLimits.countdownMinutes, 'minutes.')) },
              'Then counted down.',
            ),
          },
          'When a reboot is due.',
        ),
      ),
    ),
    complete: opt(Nullable(message({ evenWhenFailed: opt(Type.Boolean()) }, 'At the end.'))),
  },
  'What people at the machine are told; null or left out: nothing.',
)

/** Parts as a body gives them: each may be left out, and members of most. */
export const definitionParts = {
  kind: opt(Words(jobKinds)),
  description: opt(text(`At most ${jobLimits.descriptionLength} characters.`)),
  assets: opt(Type.Unsafe<Partial<AssetChoice>>(AssetChoicePart)),
  preActions: opt(Type.Array(Type.Unsafe<JobAction>(ActionPart), { description: `At most ${jobLimits.actions}.` })),
  patches: opt(Type.Unsafe<PatchChoice>(PatchChoicePart)),
  postActions: opt(Type.Array(Type.Unsafe<JobAction>(ActionPart), { description: `At most ${jobLimits.actions}.` })),
  schedule: opt(Nullable(Type.Unsafe<Schedule>(SchedulePart))),
  window: opt(Nullable(Type.Unsafe<PatchWindow>(WindowPart))),
  options: opt(Type.Unsafe<Partial<JobOptions>>(OptionsPart)),
  messages: opt(Type.Unsafe<Partial<JobMessages>>(MessagesPart)),
}

export const SchedulePartOf = Type.Unsafe<Schedule>(SchedulePart)
export const WindowPartOf = Type.Unsafe<PatchWindow>(WindowPart)

/** A definition as the server has it: nothing is left out. */
export const JobDefinitionShown = Type.Unsafe<JobDefinition>(
  Type.Object({ ...definitionParts, platform: Words(jobPlatforms) }, { ...strict, $id: 'JobDefinition' }),
)
