import type { Job, JobDetail, Run, TaskDetail, TaskItem } from '@patchyard/api'
import {
  emptyDefinition,
  failureReasons,
  type ItemState,
  jobActions,
  type JobDefinition,
  type JobState,
  missingParts,
  noAssets,
  type RebootRule,
  type RunState,
  previewRuns,
  scheduleSummary,
  type SkipReason,
  skipReasons,
  type TaskState,
  taskIsOpen,
} from '@patchyard/domain'
import { countTasks } from './count-tasks.ts'
import type { SampleAsset } from './sample-assets.ts'
import { sampleId, spread } from './sample-ids.ts'
import { peopleOfJob } from './sample-job-people.ts'

export interface SampleJob {
  readonly job: JobDetail
  readonly tasks: readonly TaskDetail[]
}

const outputOf = (name: string): string => `Reading package lists...
Building dependency tree...
The following packages will be upgraded:
  ${name}
1 upgraded, 0 newly installed, 0 to remove and 14 not upgraded.
Setting up ${name} ...
\u001b[1mdpkg:\u001b[0m error processing package ${name} (--configure):
 installed ${name} package post-installation script subprocess returned error exit status 1
Errors were encountered while processing:
 ${name}
E: Sub-process /usr/bin/dpkg returned an error code (1)
`

const itemState = (task: TaskState, i: number, count: number): ItemState => {
  if (task === 'succeeded') return i === 0 ? 'alreadyInstalled' : 'installed'
  if (task === 'partial') return i === 1 ? 'failed' : 'installed'
  if (task === 'failed') return i === 0 ? 'failed' : 'skipped'
  if (task === 'patching') return i < count / 2 ? 'installed' : i < count / 2 + 1 ? 'installing' : 'pending'
  if (task === 'downloading') return i === 0 ? 'downloading' : 'pending'
  if (task === 'verifying' || task === 'rebooting') return 'installed'
  return task === 'cancelled' || task === 'expired' || task === 'skipped' ? 'skipped' : 'pending'
}

function itemsOf(sample: SampleAsset, state: TaskState, at: string): TaskItem[] {
  const missing = sample.findings.filter(one => one.isSecurity).slice(0, 6)
  return missing.map((one, i): TaskItem => {
    const status = itemState(state, i, missing.length)
    const reason =
      status === 'failed' ? 'maintainer_script_failed' : status === 'skipped' ? 'stopped_after_failure' : null
    const isOver = ['installed', 'failed', 'alreadyInstalled'].includes(status)
    return {
      n: i + 1,
      patch: { id: one.patchId, key: one.key, title: one.title },
      status,
      reason,
      sentence:
        reason === 'maintainer_script_failed'
          ? failureReasons.maintainer_script_failed
          : reason === null
            ? null
            : skipReasons.stopped_after_failure,
      exitCode: status === 'failed' ? 100 : isOver ? 0 : null,
      output: status === 'failed' ? outputOf(one.packages[0]?.name ?? 'package') : null,
      packages: one.packages.map(({ name, arch, installed, candidate }) => ({
        name,
        arch,
        from: installed,
        to: candidate,
      })),
      beganAt: isOver || status === 'installing' ? at : null,
      endedAt: isOver ? at : null,
      verifiedAt: isOver && !taskIsOpen(state) ? at : null,
    }
  })
}

const progress: Partial<Record<TaskState, string>> = {
  downloading: 'Downloading 18 of 46 MiB',
  patching: 'Installing 3 of 6',
  verifying: 'Scanning again',
  rebooting: 'Waiting for the machine to come back',
}
const sentences: Partial<Record<TaskState, string>> = {
  partial: failureReasons.maintainer_script_failed,
  failed: failureReasons.lock_held,
  expired: skipReasons.window_closed,
  cancelled: skipReasons.cancelled,
  unknown: failureReasons.outcome_unknown,
}

function makeTask(
  n: number,
  sample: SampleAsset,
  state: TaskState,
  run: Run,
  job: { id: string; name: string },
): TaskDetail {
  const at = new Date(Date.parse(run.nominalAt) + 20_000 + (spread(n) % 90_000)).toISOString()
  const items = itemsOf(sample, state, at)
  const begun = !['planned', 'sent', 'expired', 'cancelled'].includes(state)
  const kinds = begun
    ? ['accepted', 'begin', ...items.flatMap(item => (item.endedAt === null ? [] : ['itemBegin', 'itemEnd']))]
    : []
  return {
    id: sampleId('task', n),
    runId: run.id,
    asset: { id: sample.asset.id, name: sample.asset.name },
    status: state,
    reason: state === 'partial' ? 'maintainer_script_failed' : state === 'failed' ? 'lock_held' : null,
    sentence: sentences[state] ?? null,
    progress: progress[state] ?? null,
    actions:
      state === 'partial'
        ? [
            {
              n: 1,
              stage: 'pre',
              kind: 'script',
              name: 'Drain the node',
              status: 'failed',
              reason: null,
              sentence: null,
              exitCode: 1,
              output: 'drain: no such node\n',
              beganAt: at,
              endedAt: at,
            },
          ]
        : [],
    itemCount: items.length,
    itemsDone: items.filter(item => item.endedAt !== null).length,
    itemsFailed: items.filter(item => item.status === 'failed').length,
    beganAt: begun ? at : null,
    endedAt: taskIsOpen(state) ? null : new Date(Date.parse(at) + 40_000 + (spread(n, 2) % 200_000)).toISOString(),
    rebooted: state === 'succeeded' && n % 4 === 0,
    job,
    items,
    events: kinds.map((kind, i) => ({ n: i + 1, at, kind, conflict: false })),
  }
}

interface Plot {
  readonly n: number
  readonly name: string
  readonly status: JobState
  readonly run: RunState | null
  readonly states: readonly TaskState[]
  readonly minutesAgo: number
  readonly reboot: RebootRule
  /** What differs from a job on demand of chosen assets and patches. */
  readonly part?: Partial<JobDefinition>
  readonly leftOut: readonly SkipReason[]
}

export function makeJob(plot: Plot, samples: readonly SampleAsset[], nowMs: number): SampleJob {
  const started = new Date(nowMs - plot.minutesAgo * 60_000).toISOString()
  const isOpen = plot.states.some(taskIsOpen)
  const counts = countTasks(plot.states)
  const used = samples.slice(0, Math.max(plot.states.length, 4))
  const runs: Run[] =
    plot.run === null
      ? []
      : [
          {
            id: sampleId('run', plot.n),
            status: plot.run,
            nominalAt: started,
            startedAt: started,
            endedAt: isOpen ? null : new Date(Date.parse(started) + 400_000).toISOString(),
            specVersion: 1,
            specDigest: sampleDigest,
            planDigest: 'sha256:1c7b0e5d9a8f46321b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a',
            retryOf: null,
            tasks: counts,
            leftOut: plot.leftOut.map((reason, i) => ({
              kind: 'asset' as const,
              id: samples[20 + i]?.asset.id ?? sampleId('asset', 20 + i),
              name: samples[20 + i]?.asset.name ?? 'gone',
              reason,
              sentence: skipReasons[reason],
            })),
          },
        ]
  const patches = [
    ...new Map(used.flatMap(one => one.findings.filter(f => f.isSecurity)).map(f => [f.patchId, f])).values(),
  ]
  const empty = emptyDefinition('linux')
  const definition: JobDefinition = {
    ...empty,
    assets: { ...empty.assets, include: used.map(one => one.asset.id) },
    patches: { from: 'list', patches: patches.map(one => one.patchId) },
    schedule: { type: 'onDemand' },
    window: { appliesTo: 'finish', minutes: 240 },
    options: { ...empty.options, reboot: plot.reboot },
    ...plot.part,
  }
  const { schedule } = definition
  const named = definition.assets.include.length
  const listed: Job = {
    id: sampleId('job', plot.n),
    name: plot.name,
    kind: definition.kind,
    platform: definition.platform,
    status: plot.status,
    statusReason: null,
    description: definition.description,
    missing: [...missingParts(definition)],
    scheduleType: scheduleTypeOf(definition),
    schedule: schedule === null ? null : scheduleSummary(schedule),
    nextRunAt: plot.status === 'enabled' ? nextRunOf(definition, nowMs) : null,
    owner: 'ada.king@example.org',
    needsOwner: false,
    mayOpen: true,
    tags: namesOf(definition.assets.tags),
    excludeTags: namesOf(definition.assets.excludeTags),
    assetCount: named,
    patchCount: definition.patches.from === 'list' ? definition.patches.patches.length : 0,
    createdAt: new Date(Date.parse(started) - 300_000).toISOString(),
    modifiedAt: new Date(Date.parse(started) - 200_000).toISOString(),
    lastRunAt: plot.run === null ? null : started,
    tasks: counts,
  }
  const job: JobDetail = {
    ...listed,
    may: [...jobActions],
    ownedBy: { id: sampleId('person', 1), name: 'Ada King', email: 'ada.king@example.org' },
    coAuthors: [],
    ...peopleOfJob(plot.n),
    ...specOf(1, definition),
    assets: named === 0 ? [] : used.map(one => ({ id: one.asset.id, name: one.asset.name })),
    excludedAssets: [],
    tagNames: [...definition.assets.tags, ...definition.assets.excludeTags].map(id => ({
      id,
      name: tagNames.get(id) ?? id,
    })),
    patches:
      definition.patches.from === 'list'
        ? patches.map(one => ({ id: one.patchId, key: one.key, title: one.title }))
        : [],
    runs,
  }
  const [run] = runs
  const tasks =
    run === undefined
      ? []
      : plot.states.flatMap((state, i) => {
          const sample = samples[i]
          return sample === undefined
            ? []
            : [makeTask(plot.n * 1000 + i, sample, state, run, { id: job.id, name: job.name })]
        })
  return { job, tasks }
}

const tagNames: ReadonlyMap<string, string> = new Map([
  [sampleId('tag', 1), 'prod'],
  [sampleId('tag', 3), 'frozen'],
])
const namesOf = (ids: readonly string[]): string[] => ids.map(id => tagNames.get(id) ?? id)

const sampleDigest = 'sha256:9f2c41d7a0b3e86c55d1f0a7c4e2b96810f3a7d4c6b5e8f90213a4c5d6e7f809'

/** What says which version of a definition this is. */
export const specOf = (version: number, definition: JobDefinition) => ({
  revision: `${version}-9f2c41d7a0b3e86c`,
  specVersion: version,
  specDigest: sampleDigest,
  definition,
})

export function scheduleTypeOf({ schedule }: Pick<JobDefinition, 'schedule'>): Job['scheduleType'] {
  if (schedule === null) return 'none'
  const { type } = schedule
  return type === 'onDemand' || type === 'once' || type === 'daily' || type === 'weekly' ? type : 'monthly'
}

export function nextRunOf({ schedule }: Pick<JobDefinition, 'schedule'>, nowMs: number): string | null {
  const [next] = schedule === null ? [] : previewRuns(schedule, null, 'UTC', nowMs, 1)
  return next === undefined ? null : new Date(next.atMs).toISOString()
}

const repeat = (state: TaskState, count: number): TaskState[] => Array.from({ length: count }, () => state)

export function sampleJobs(samples: readonly SampleAsset[], nowMs: number): SampleJob[] {
  const plots: Plot[] = [
    {
      n: 1,
      name: 'November security patches, Frankfurt',
      status: 'enabled',
      run: 'active',
      states: [
        ...repeat('succeeded', 7),
        'partial',
        'failed',
        ...repeat('succeeded', 2),
        ...repeat('patching', 4),
        'verifying',
        'rebooting',
        ...repeat('downloading', 2),
        'received',
        ...repeat('sent', 2),
        'planned',
      ],
      minutesAgo: 6,
      reboot: 'ifNeeded',
      leftOut: ['asset_not_active', 'nothing_to_do'],
    },
    {
      n: 2,
      name: 'openssl and openssh everywhere',
      status: 'completed',
      run: 'done',
      states: [...repeat('succeeded', 17), 'failed', 'expired'],
      minutesAgo: 1500,
      reboot: 'never',
      leftOut: [],
    },
    {
      n: 3,
      name: 'Kernel, staging first',
      status: 'disabled',
      run: null,
      states: [],
      minutesAgo: 90,
      reboot: 'always',
      leftOut: [],
    },
    {
      n: 4,
      name: 'libxml2',
      status: 'completed',
      run: 'cancelled',
      states: [...repeat('succeeded', 3), ...repeat('cancelled', 5)],
      minutesAgo: 4000,
      reboot: 'never',
      leftOut: ['asset_paused'],
    },
  ]
  plots.push(
    {
      n: 5,
      name: 'RHEL Security Patches',
      status: 'enabled',
      run: null,
      states: [],
      minutesAgo: 9000,
      reboot: 'ifNeeded',
      leftOut: [],
      part: {
        description: 'First Monday of every month, inside the window of the database team.',
        assets: { ...noAssets, tags: [sampleId('tag', 1)], excludeTags: [sampleId('tag', 3)] },
        patches: { from: 'query', query: 'isSecurity:true' },
        schedule: {
          type: 'monthlyWeekdays',
          start: '2026-11-01T21:00',
          zone: null,
          every: 1,
          until: null,
          weekdays: [{ nth: 1, weekday: 'monday' }],
        },
        window: { appliesTo: 'finish', minutes: 360 },
        preActions: [
          { kind: 'script', name: 'Drain the node', timeoutS: 120, interpreter: 'sh', script: '#!/bin/sh\ndrain\n' },
        ],
      },
    },
    {
      n: 6,
      name: 'Browsers, from the security team',
      status: 'draft',
      run: null,
      states: [],
      minutesAgo: 30,
      reboot: 'never',
      leftOut: [],
      part: { assets: noAssets, schedule: null, window: null },
    },
  )
  return plots.map(plot => makeJob(plot, samples, nowMs))
}
