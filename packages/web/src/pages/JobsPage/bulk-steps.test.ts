import '../../i18n/areas/jobs.ts'
import type { Job, TaskCounts } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { bulkSentences, mayDoSome, namesOf, stepsFor } from './bulk-steps.ts'

const tasks = (open: number, total = open): TaskCounts => ({ open, total }) as TaskCounts
const job = (part: Partial<Job>): Job =>
  ({
    name: 'Job',
    status: 'disabled',
    scheduleType: 'daily',
    missing: [],
    tasks: tasks(0),
    mayOpen: true,
    ...part,
  }) as Job

describe('what may be asked of several jobs', () => {
  it.each([
    ['one job that opens', [job({})], ['enable', 'disable', 'cancel', 'clone', 'owner', 'delete']],
    ['one that does not open', [job({ mayOpen: false })], ['enable', 'disable', 'cancel', 'owner', 'delete']],
    ['two', [job({}), job({})], ['enable', 'disable', 'cancel', 'owner', 'delete']],
  ] as const)('%s', (_, jobs, want) => {
    expect(stepsFor(jobs, () => true)).toEqual(want)
  })

  it('is nothing without a permission', () => {
    expect(mayDoSome(() => false)).toBe(false)
    expect(stepsFor([job({})], permission => permission === 'job.changeOwner')).toEqual(['owner'])
  })
})

describe('the question before several jobs', () => {
  it('are enabled says which start at once, which in time, and which cannot', () => {
    expect(
      bulkSentences('enable', [
        job({ name: 'Now', scheduleType: 'onDemand' }),
        job({ name: 'Nightly' }),
        job({ name: 'Draft', missing: ['assets'], status: 'draft' }),
      ]),
    ).toEqual([
      'Now, Nightly, Draft',
      '1 job starts at once.',
      '2 jobs start at their time.',
      'Drafts cannot be enabled: Draft. Then none of the jobs is.',
    ])
  })

  it('are cancelled counts the tasks that are still open', () => {
    expect(bulkSentences('cancel', [job({ tasks: tasks(3) }), job({ tasks: tasks(1) })])[1]).toBe(
      '4 tasks are still open. What has not begun will not begin.',
    )
  })

  it('are deleted names those whose results are kept', () => {
    expect(bulkSentences('delete', [job({ name: 'Old', tasks: tasks(0, 4) }), job({})])).toContain(
      'Jobs that ran are kept with their results: Old. Then none of the jobs is deleted.',
    )
  })
})

it('names the first jobs and how many more', () => {
  expect(namesOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => ({ name })))).toBe('a, b, c, d, e and 2 more')
})
