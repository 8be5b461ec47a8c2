import '../../../i18n/areas/job-wizard.ts'
import '../../../i18n/areas/jobs.ts'
import type { Run, TaskCounts } from '@patchyard/api'
import { emptyDefinition, type JobDefinition, type RebootRule } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { menuFor } from './job-menu.ts'
import { questionOf } from './job-questions.ts'

const tasks: TaskCounts = {
  total: 9,
  open: 3,
  succeeded: 1,
  partial: 1,
  failed: 2,
  expired: 1,
  cancelled: 0,
  skipped: 1,
  unknown: 0,
}
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n))
const empty = emptyDefinition('linux')
const job = (reboot: RebootRule, runs: readonly TaskCounts[] = [tasks], part: Partial<JobDefinition> = {}) => ({
  name: 'Job',
  definition: {
    ...empty,
    assets: { ...empty.assets, include: ids(9) },
    patches: { from: 'list' as const, patches: ids(1) },
    schedule: { type: 'onDemand' as const },
    options: { ...empty.options, reboot },
    ...part,
  },
  runs: runs.map((counts, i) => ({ nominalAt: `2026-11-2${i}T00:00:00.000Z`, tasks: counts }) as Run),
})

describe('the question before a job', () => {
  it('is enabled says how much begins and what may reboot', () => {
    expect(questionOf('enable', job('always')).sentences).toEqual([
      'It deploys 1 patch on 9 assets.',
      'It starts as soon as it is enabled.',
      'There is no patching window.',
      'All of 9 assets reboot at the end.',
    ])
  })

  it('is enabled names schedule and window, and no number that only the run knows', () => {
    const { title, sentences } = questionOf(
      'enable',
      job('ifNeeded', [], {
        assets: { ...empty.assets, tags: ['t'] },
        patches: { from: 'query', query: 'isSecurity:true' },
        schedule: { type: 'daily', start: '2027-01-05T21:00', zone: 'UTC', every: 1, until: null },
        window: { appliesTo: 'finish', minutes: 60 },
      }),
    )
    expect(title).toBe('Enable this job?')
    expect(sentences).toEqual([
      'It deploys the patches that a query finds before each run on the chosen assets.',
      'Every day at 21:00, time of UTC, from 5 January 2027.',
      'After 1 h nothing further begins; what is left is Timed Out.',
      'Assets reboot where the package manager asks for it.',
    ])
  })

  it('is cancelled says how many tasks are open and that nothing is torn off', () => {
    const { sentences, isDangerous } = questionOf('cancel', job('never'))
    expect(sentences[0]).toBe('3 tasks are still open. What has not begun will not begin.')
    expect(sentences[1]).toMatch(/not torn off/)
    expect(isDangerous).toBe(true)
  })

  it('is retried counts what did not end well in the newest run', () => {
    const { sentences } = questionOf('retry', job('ifNeeded', [tasks, { ...tasks, partial: 0, failed: 1, expired: 0 }]))
    expect(sentences[0]).toMatch(/^A new run begins at once on 1 asset whose/)
    expect(sentences[1]).toBe('Up to 1 asset may reboot, if the package manager asks for it.')
  })

  it.each([
    ['never', false],
    ['ifNeeded', true],
    ['always', true],
  ] as const)('warns when machines may go down: %s %s', (reboot, want) => {
    expect(questionOf('enable', job(reboot)).isDangerous).toBe(want)
  })
})

describe('the menu of a job', () => {
  it.each([
    [
      'everything for who may, as long as it never ran',
      ['job.edit', 'job.clone', 'job.delete'],
      0,
      ['rename', 'clone', 'delete'],
    ],
    ['deleting switched off once it ran', ['job.edit', 'job.delete'], 1, ['rename', 'delete (off)']],
    ['no name for who may only delete', ['job.view', 'job.delete'], 0, ['delete']],
    ['nothing for a look', ['job.view', 'job.start'], 0, []],
  ] as const)('holds %s', (_, may, runs, want) => {
    const items = menuFor({ may: [...may], runs: job('never').runs.slice(0, runs) }, true)
    expect(items.map(item => (item.isOff === true ? `${item.step} (off)` : item.step))).toEqual(want)
  })
})
