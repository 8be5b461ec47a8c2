import type { AssetDetail, Finding, JobDetail, TaskDetail } from '@patchyard/api'
import type { JobOptions } from '@patchyard/domain'
import { eventually, missing, type Site } from './managed-site.ts'

type Options = Partial<JobOptions>
type Item = TaskDetail['items'][number]

/** What a job did on one asset. */
export interface Deployed {
  readonly job: JobDetail
  readonly task: TaskDetail
}

/** Starts a job of these findings on one asset. Returns its id at once. */
export async function startJob(
  site: Site,
  assetId: string,
  found: readonly Finding[],
  options: Options = {},
): Promise<string> {
  const body = {
    name: 'Patches of a test',
    platform: 'linux' as const,
    assets: { include: [assetId] },
    patches: { from: 'list' as const, patches: found.map(finding => finding.patchId) },
    schedule: { type: 'onDemand' as const },
    window: { appliesTo: 'finish' as const, minutes: 1440 },
    options: { onFailure: 'continue' as const, ...options },
    enable: true,
  }
  return (await site.client.call('createJob', { body })).id
}

/** The job's only task as it is now; undefined before the run is planned or while the server is away. */
export async function taskNow(site: Site, jobId: string): Promise<TaskDetail | undefined> {
  const run = (await site.client.call('getJob', { params: { id: jobId } })).runs[0]
  if (run === undefined) return undefined
  const [task] = (await site.client.call('listRunTasks', { params: { id: run.id } })).items
  return task && (await site.client.call('getTask', { params: { id: task.id } }))
}

/** Waits until the task shows what `wanted` looks for. Questions that fail are asked again: the server may be restarting. */
export async function taskThat(
  site: Site,
  jobId: string,
  what: string,
  wanted: (task: TaskDetail) => boolean,
  timeoutMs = 200_000,
): Promise<TaskDetail> {
  let last: TaskDetail | undefined
  const look = async (): Promise<TaskDetail | undefined> => {
    last = (await taskNow(site, jobId).catch(() => undefined)) ?? last
    return last !== undefined && wanted(last) ? last : undefined
  }
  try {
    return await eventually(what, look, timeoutMs)
  } catch (error) {
    const shown = last && { status: last.status, reason: last.reason, progress: last.progress, items: outcomes(last) }
    throw new Error(`${String(error)}; the task shows ${JSON.stringify(shown)}`, { cause: error })
  }
}

/** The job's task once it and its job have ended. */
export async function jobEnd(site: Site, jobId: string, timeoutMs = 200_000): Promise<Deployed> {
  const task = await taskThat(site, jobId, 'the end of the job', ({ endedAt }) => endedAt !== null, timeoutMs)
  const job = await eventually('the end of the run', async () => {
    const now = await site.client.call('getJob', { params: { id: jobId } })
    return now.runs[0]?.endedAt == null ? undefined : now
  })
  return { job, task }
}

/** A whole job of one asset. */
export async function deploy(
  site: Site,
  assetId: string,
  found: readonly Finding[],
  options: Options = {},
): Promise<Deployed> {
  return await jobEnd(site, await startJob(site, assetId, found, options))
}

/** Patch key without distribution → how it ended. */
export function outcomes(task: TaskDetail): { readonly [patch: string]: string } {
  return Object.fromEntries(
    task.items.map(item => [
      shortKey(item.patch.key),
      item.reason === null ? item.status : `${item.status}: ${item.reason}`,
    ]),
  )
}

/** `deb:debian/bookworm/grove-alder@1.0` → `grove-alder`; `rpm:rocky/RLSA-1` → `RLSA-1`. */
export const shortKey = (key: string): string => key.replace(/^.*\//, '').replace(/@.*$/, '')

export function itemOf(task: TaskDetail, patch: string): Item {
  const item = task.items.find(one => shortKey(one.patch.key) === patch)
  if (item === undefined) throw new Error(`no item for ${patch}: ${JSON.stringify(outcomes(task))}`)
  return item
}

/** Findings of the patches named, all of which must be missing. */
export async function missingNamed(site: Site, assetId: string, names: readonly string[]): Promise<Finding[]> {
  const found = await missing(site.client, assetId)
  return names.map(name => {
    const finding = found.find(one => shortKey(one.key) === name)
    if (finding === undefined) throw new Error(`${name} is not missing: ${found.map(one => one.key).join(' ')}`)
    return finding
  })
}

/** Asks for a scan and waits for its report. */
export async function rescan(site: Site, assetId: string): Promise<AssetDetail> {
  const ask = () => site.client.call('getAsset', { params: { id: assetId } })
  const before = (await ask()).scanDateTime
  await site.client.call('scanAsset', { params: { id: assetId } })
  return await eventually('the report of a scan', async () => {
    const now = await ask()
    return now.scanDateTime === before ? undefined : now
  })
}
