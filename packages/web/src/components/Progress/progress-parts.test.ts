import type { TaskCounts } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { endedOf, notWellOf, progressParts, progressSentence } from './progress-parts.ts'

const none: TaskCounts = {
  total: 0,
  open: 0,
  succeeded: 0,
  partial: 0,
  failed: 0,
  expired: 0,
  cancelled: 0,
  skipped: 0,
  unknown: 0,
}

describe('progress of a run', () => {
  it('has a part for every count except the total, so that no task is left out of the bar', () => {
    const { total: _, ...counts } = none
    const all = Object.fromEntries(Object.keys(counts).map((key, i) => [key, i + 1])) as typeof counts
    expect(
      progressParts({ ...all, total: 36 })
        .map(part => part.key)
        .sort(),
    ).toEqual(Object.keys(counts).sort())
  })

  it.each([
    [none, 'no tasks'],
    [{ ...none, total: 1, open: 1 }, '0 of 1 task ended: 1 open'],
    [{ ...none, total: 5, succeeded: 2, failed: 1, open: 2 }, '3 of 5 tasks ended: 2 completed, 1 failed, 2 open'],
  ])('%j is told as "%s"', (tasks, want) => {
    expect(progressSentence(tasks)).toBe(want)
  })

  it('counts what did not end well, which skipped tasks are not', () => {
    const tasks = {
      ...none,
      total: 7,
      partial: 1,
      failed: 1,
      expired: 1,
      unknown: 1,
      cancelled: 1,
      skipped: 1,
      open: 1,
    }
    expect(notWellOf(tasks)).toBe(5)
    expect(endedOf(tasks)).toBe(6)
  })
})
