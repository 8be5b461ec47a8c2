import type { Row } from './copy-rows.ts'
import { Dice } from './dice.ts'
import { benchNowMs, dayMs } from './sizes.ts'
import { computedColumns, textColumns } from './text-columns.ts'

export const PEOPLE = 40

export const personRow = (id: number): Row => {
  const name = `${firstNames[id % firstNames.length]} ${lastNames[Math.floor(id / firstNames.length) % lastNames.length]}`
  const email = `${name.toLowerCase().replace(' ', '.')}.${id}@example.org`
  return {
    id,
    public_id: new Dice('person', id).uuid(),
    email,
    ...computedColumns('email', email),
    ...textColumns('name', name),
    created_at: new Date(benchNowMs - 500 * dayMs),
  }
}
const firstNames = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hiro']
const lastNames = ['Almeida', 'Berg', 'Costa', 'Dahl', 'Eriksen', 'Fischer']

const states = [
  { name: 'enabled', weight: 35 },
  { name: 'completed', weight: 45 },
  { name: 'disabled', weight: 12 },
  { name: 'draft', weight: 6 },
  { name: 'halted', weight: 2 },
]
const schedules = [
  { name: 'once', weight: 40 },
  { name: 'onDemand', weight: 20 },
  { name: 'weekly', weight: 15 },
  { name: 'monthly', weight: 20 },
  { name: 'daily', weight: 5 },
]

export function jobRow(id: number, subscriptionId: number, seed: number): Row {
  const dice = new Dice(`job ${id}`, seed)
  const schedule = dice.weighted(schedules, s => s.weight).name
  const modified = benchNowMs - dice.int(300 * dayMs)
  const platform = dice.pick(['linux', 'linux', 'windows', 'macos'])
  return {
    id,
    subscription_id: subscriptionId,
    public_id: dice.uuid(),
    ...textColumns('name', `${schedule} ${platform} patches, wave ${1 + dice.int(4)}, no. ${id}`),
    kind: dice.chance(0.03) ? 'rollback' : 'deployment',
    platform,
    state: dice.weighted(states, s => s.weight).name,
    schedule_type: schedule,
    spec_version: 1,
    owner_id: 1 + Math.floor(dice.fraction() ** 2 * PEOPLE),
    asset_count: dice.int(500),
    patch_count: dice.int(60),
    is_recurring: schedule !== 'once' && schedule !== 'onDemand',
    is_query_based: dice.chance(0.3),
    last_run_at: new Date(modified),
    created_at: new Date(modified - dice.int(100 * dayMs)),
    modified_at: new Date(modified),
  }
}

/** Three runs a job; their ids follow from the job's. */
export const RUNS = 3
export function runRow(id: number, subscriptionId: number): Row {
  const dice = new Dice('run', id)
  const at = new Date(benchNowMs - dice.int(300 * dayMs))
  return {
    id,
    subscription_id: subscriptionId,
    public_id: dice.uuid(),
    job_id: 1 + Math.floor((id - 1) / RUNS),
    spec_version: 1,
    nominal_at: new Date(at.getTime() + id),
    state: dice.chance(0.02) ? 'active' : 'done',
    created_at: at,
    started_at: at,
  }
}

export function specRow(jobId: number, subscriptionId: number): Row {
  return {
    job_id: jobId,
    version: 1,
    subscription_id: subscriptionId,
    document: '{"assets":[],"patches":[],"options":{}}',
    digest: new Dice('spec', jobId).bytes(32),
    author_id: 1,
    created_at: new Date(benchNowMs - 300 * dayMs),
  }
}

const taskStates = [
  { name: 'succeeded', weight: 86 },
  { name: 'partial', weight: 4 },
  { name: 'failed', weight: 5 },
  { name: 'expired', weight: 2 },
  { name: 'patching', weight: 1 },
  { name: 'planned', weight: 2 },
]

export function taskRow(id: number, subscriptionId: number, runs: number, assets: number, seed: number): Row {
  const dice = new Dice(`task ${id}`, seed)
  const runId = 1 + dice.int(runs)
  const state = dice.weighted(taskStates, s => s.weight).name
  const at = new Date(benchNowMs - dice.int(300 * dayMs))
  const open = state === 'patching' || state === 'planned'
  return {
    asset_id: 1 + dice.int(assets),
    id,
    subscription_id: subscriptionId,
    public_id: dice.uuid(),
    run_id: runId,
    job_id: 1 + Math.floor((runId - 1) / RUNS),
    state,
    reason: state === 'failed' ? dice.pick(['download_failed', 'engine_failed', 'disk_full']) : null,
    not_before: at,
    start_before: at,
    finish_before: at,
    created_at: at,
    changed_at: at,
    began_at: state === 'planned' ? null : at,
    ended_at: open ? null : at,
    item_count: 2,
    items_done: open ? 0 : 2,
  }
}

export function* itemRows(task: Row, patches: number): Generator<Row> {
  const dice = new Dice('items', Number(task['id']))
  for (const n of [0, 1]) {
    yield {
      asset_id: task['asset_id'] ?? null,
      task_id: task['id'] ?? null,
      n,
      subscription_id: task['subscription_id'] ?? null,
      patch_id: 1 + dice.int(patches),
      state: task['state'] === 'succeeded' ? 'installed' : task['state'] === 'failed' ? 'failed' : 'pending',
    }
  }
}
