import type { AssetsImported, JobDetail, PatchDetail, SchedulePreview } from '@patchyard/api'
import {
  checkDefinition,
  type JobDefinition,
  jobTemplates,
  missingParts,
  previewRuns,
  type Schedule,
  scheduleSummary,
  type PatchWindow,
} from '@patchyard/domain'
import { type Answers, Refusal } from './fake-api.ts'
import type { SampleAsset } from './sample-assets.ts'
import { sampleId } from './sample-ids.ts'
import { makeJob, nextRunOf, type SampleJob, scheduleTypeOf, specOf } from './sample-jobs.ts'

interface Definitions {
  readonly nowMs: number
  readonly samples: readonly SampleAsset[]
  readonly patches: readonly PatchDetail[]
  jobs(): readonly SampleJob[]
  /** null: it is gone. */
  put(id: string, job: SampleJob | null): void
}

/** Jobs are made, replaced, cloned and changed together, as the server does it: by the checks of the domain. */
export function jobDefinitionAnswers({ nowMs, samples, patches, jobs, put }: Definitions): Answers {
  const find = (id: string): SampleJob => {
    const found = jobs().find(one => one.job.id === id)
    if (found === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
    return found
  }
  const nextNumber = (): number => 1 + Math.max(...jobs().map(one => Number.parseInt(one.job.id.slice(-12), 16)))
  const take = (body: object): JobDefinition => {
    const parts = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'name' && name !== 'enable'))
    const { definition, problems } = checkDefinition(parts)
    if (definition === null) throw new Refusal(400, 'job_invalid', problems[0]?.message ?? '')
    return definition
  }
  const shownParts = (definition: JobDefinition): Partial<JobDetail> => {
    const { assets, patches: choice, schedule } = definition
    const named = (ids: readonly string[]) =>
      ids.map(id => ({ id, name: samples.find(one => one.asset.id === id)?.asset.name ?? id }))
    const list = choice.from === 'list' ? choice.patches : []
    return {
      kind: definition.kind,
      platform: definition.platform,
      description: definition.description,
      missing: [...missingParts(definition)],
      scheduleType: scheduleTypeOf(definition),
      schedule: schedule === null ? null : scheduleSummary(schedule),
      tags: assets.tags.map(tagName),
      excludeTags: assets.excludeTags.map(tagName),
      tagNames: [...assets.tags, ...assets.excludeTags].map(id => ({ id, name: tagName(id) })),
      assetCount: assets.include.length,
      patchCount: list.length,
      assets: named(assets.include),
      excludedAssets: named(assets.exclude),
      patches: list.map(id => {
        const patch = patches.find(one => one.id === id)
        return { id, key: patch?.key ?? id, title: patch?.title ?? id }
      }),
    }
  }
  const change = (id: string, part: Partial<JobDetail>): JobDetail => {
    const old = find(id)
    const job = { ...old.job, ...part }
    put(id, { ...old, job })
    return job
  }
  const make = (name: string, definition: JobDefinition, enable: boolean): JobDetail => {
    if (enable && missingParts(definition).length > 0)
      throw new Refusal(409, 'job_incomplete', 'The job is a draft; something is missing.')
    const starts = enable && definition.schedule?.type === 'onDemand'
    const made = makeJob(
      {
        n: nextNumber(),
        name,
        status: enable ? 'enabled' : missingParts(definition).length > 0 ? 'draft' : 'disabled',
        run: starts ? 'active' : null,
        states: starts ? definition.assets.include.map(() => 'sent' as const) : [],
        minutesAgo: 0,
        reboot: definition.options.reboot,
        leftOut: [],
        part: definition,
      },
      samples.filter(one => definition.assets.include.includes(one.asset.id)),
      nowMs,
    )
    put(made.job.id, { ...made, job: { ...made.job, ...shownParts(definition) } })
    return find(made.job.id).job
  }
  const changeAll = (ids: readonly string[], part: (job: JobDetail) => Partial<JobDetail>) => ({
    jobs: ids.map(id => {
      const { name, status } = change(id, part(find(id).job))
      return { id, name, status }
    }),
  })
  return {
    createJob: ({ body }) => make(body.name, take(body), body.enable === true),
    replaceJobDefinition: ({ params, body, ifMatch }) => {
      const { job } = find(params.id)
      if (ifMatch !== `"${job.revision}"`)
        throw new Refusal(412, 'precondition_failed', `the job is at revision ${job.revision} by now`)
      const definition = take(body)
      const missing = missingParts(definition)
      return change(params.id, {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...shownParts(definition),
        ...specOf(job.specVersion + 1, definition),
        status:
          job.status === 'draft' || job.status === 'disabled'
            ? missing.length > 0
              ? 'draft'
              : 'disabled'
            : job.status,
        nextRunAt: job.status === 'enabled' ? nextRunOf(definition, nowMs) : null,
        modifiedAt: new Date(nowMs).toISOString(),
      })
    },
    cloneJob: ({ params, body }) => {
      const { job } = find(params.id)
      return make(body.name ?? `Copy of ${job.name}`, job.definition, false)
    },
    enableJobs: ({ body }) => {
      const draft = body.ids.map(id => find(id).job).find(job => job.missing.length > 0)
      if (draft !== undefined) throw new Refusal(409, 'job_incomplete', `${draft.name}: something is missing`)
      return changeAll(body.ids, job => ({ status: 'enabled', nextRunAt: nextRunOf(job.definition, nowMs) }))
    },
    disableJobs: ({ body }) => changeAll(body.ids, () => ({ status: 'disabled', nextRunAt: null })),
    cancelJobs: ({ body }) => changeAll(body.ids, () => ({ status: 'completed' })),
    deleteJobs: ({ body }) => {
      const gone = changeAll(body.ids, () => ({}))
      for (const id of body.ids) put(id, null)
      return gone
    },
    previewSchedule: ({ body }) => previewInSample(body.schedule, body.window ?? null, body.zones ?? ['UTC'], nowMs),
    importAssets: ({ body }) => importInSample(body.csv, samples),
    jobTemplates: () => ({
      templates: jobTemplates(nowMs).map(one => ({ ...one, fillIn: [...one.fillIn] })),
    }),
  }
}

const sampleTags: ReadonlyMap<string, string> = new Map(
  ['Stage', 'prod', 'staging', 'frozen', 'Site', 'Berlin', 'Frankfurt', 'Rack 12', 'Debian', 'Old OpenSSL'].map(
    (name, n) => [sampleId('tag', n), name] as const,
  ),
)
const tagName = (id: string): string => sampleTags.get(id) ?? id

function previewInSample(
  schedule: Schedule,
  window: PatchWindow | null,
  zones: readonly string[],
  nowMs: number,
): SchedulePreview {
  const own = schedule.type === 'onDemand' || schedule.zone === null ? zones : [schedule.zone]
  const iso = (ms: number): string => new Date(ms).toISOString()
  return {
    summary: scheduleSummary(schedule),
    warnings: [],
    zones: own.map(zone => ({
      zone,
      runs: previewRuns(schedule, window, zone, nowMs).map(run => ({
        nominal: run.nominal,
        at: iso(run.atMs),
        wall: run.wall,
        offsetMinutes: run.offsetMinutes,
        windowEndsAt: run.windowEnd === null ? null : iso(run.windowEnd.atMs),
        windowEndWall: run.windowEnd?.wall ?? null,
        notes: run.notes.map(({ code, message }) => ({ code, message })),
      })),
    })),
  }
}

function importInSample(csv: string, samples: readonly SampleAsset[]): AssetsImported {
  const assets: AssetsImported['assets'] = []
  const problems: AssetsImported['problems'] = []
  for (const [n, text] of csv.split('\n').entries()) {
    const name = text.trim()
    if (name === '') continue
    const found = samples.find(({ asset }) => asset.name === name || asset.name.startsWith(`${name}.`))?.asset
    if (found !== undefined) assets.push({ id: found.id, name: found.name })
    else problems.push({ line: n + 1, text: name, code: 'not_found', message: 'names no asset that you can see' })
  }
  return { assets, problems, more: false }
}
