import { describe, expect, it } from 'vitest'
import type { Schedule } from '../../schedule/schedule.ts'
import { changesWhileEnabled } from './changes-while-enabled.ts'
import { changedMembers } from './definition-text.ts'
import { emptyDefinition, type JobDefinition } from './job-definition.ts'
import { missingParts } from './missing-parts.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const OTHER = '00000000-0000-4000-8000-000000000002'
const empty = emptyDefinition('linux')
const job = (schedule: Schedule | null, over: Partial<JobDefinition> = {}): JobDefinition => ({
  ...empty,
  assets: { ...empty.assets, include: [ID] },
  patches: { from: 'list', patches: [ID] },
  schedule,
  ...over,
})
const once: Schedule = { type: 'once', start: '2099-01-01T10:00', zone: null }
const daily: Schedule = { type: 'daily', start: '2099-01-01T10:00', zone: null, every: 1, until: null }
const onDemand: Schedule = { type: 'onDemand' }

const tagged = { assets: { ...empty.assets, include: [ID], tags: [ID] } }
const others = { assets: { ...empty.assets, include: [OTHER] } }
const patched = { patches: { from: 'list', patches: [OTHER] } } as const
const changes = {
  description: { description: 'd' },
  tags: tagged,
  'single assets': others,
  patches: patched,
  options: { options: { ...empty.options, reboot: 'always' } },
} as const satisfies Readonly<Record<string, Partial<JobDefinition>>>

describe('what may change', () => {
  const [disabled, enabled, began] = [
    { enabled: false, begun: false },
    { enabled: true, begun: false },
    { enabled: true, begun: true },
  ]
  it.each<[string, Schedule, typeof enabled, Partial<Record<keyof typeof changes, string>>]>([
    ['of a job that is disabled: all', once, disabled, {}],
    ['of an enabled job that runs once: not its single assets', once, enabled, { 'single assets': 'assets_fixed' }],
    [
      'of a job that ran on demand: its description',
      onDemand,
      began,
      { tags: 'job_begun', 'single assets': 'job_begun', patches: 'job_begun', options: 'job_begun' },
    ],
    [
      'of a job that ran once and is over: its description',
      once,
      { enabled: false, begun: true },
      { tags: 'job_begun', 'single assets': 'job_begun', patches: 'job_begun', options: 'job_begun' },
    ],
    ['of a recurring job: all, from its next run on', daily, began, {}],
  ])('%s', (_, schedule, standing, refused) => {
    const found = Object.entries(changes).flatMap(([name, over]) => {
      const [first] = changesWhileEnabled(job(schedule), job(schedule, over), standing)
      return first === undefined ? [] : [[name, first.code]]
    })
    expect(Object.fromEntries(found)).toEqual(refused)
  })

  it('never the kind and the platform', () => {
    const windows = { ...job(daily), platform: 'windows', kind: 'rollback' } as const
    const found = changesWhileEnabled(job(daily), windows, disabled).map(one => `${one.code} ${one.at}`)
    expect(found).toEqual(['kind_fixed /kind', 'platform_fixed /platform'])
  })

  it('an enabled job keeps what it needs to run', () => {
    const found = changesWhileEnabled(job(daily), job(null), enabled)
    expect(found.map(one => one.code)).toEqual(['parts_missing'])
  })

  it('an enabled job that waits for its time does not become one on demand', () => {
    const found = changesWhileEnabled(job(daily), job(onDemand), enabled)
    expect(found.map(one => one.code)).toEqual(['on_demand_enabled'])
    expect(changesWhileEnabled(job(daily), job(onDemand), disabled)).toEqual([])
  })

  it('nothing was changed by writing the same again', () => {
    expect(changedMembers(job(daily), structuredClone(job(daily)))).toEqual([])
  })
})

describe('what a draft lacks', () => {
  const script = { kind: 'script', name: 's', interpreter: 'sh', script: 'x', timeoutS: 60 } as const
  it.each<[string, JobDefinition, string]>([
    ['everything', empty, 'assets patches schedule'],
    ['nothing', job(once), ''],
    ['nothing with tags', job(once, { assets: { ...empty.assets, tags: [ID] } }), ''],
    ['assets where some are only excluded', job(once, { assets: { ...empty.assets, exclude: [ID] } }), 'assets'],
    ['patches where the list is empty', job(once, { patches: { from: 'list', patches: [] } }), 'patches'],
    ['nothing with a query', job(once, { patches: { from: 'query', query: 'x' } }), ''],
    ['nothing with actions alone', job(once, { patches: { from: 'none' }, postActions: [script] }), ''],
    [
      'patches where a rollback has actions alone',
      job(once, { kind: 'rollback', patches: { from: 'none' }, postActions: [script] }),
      'patches',
    ],
  ])('%s', (_, definition, want) => {
    expect(missingParts(definition).join(' ')).toBe(want)
  })
})
