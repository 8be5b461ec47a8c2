import { expect, it } from 'vitest'
import { readStatus, statusFilter } from './finding-status.ts'

it('every value of the filter but the first is a state that the server knows', () => {
  expect(statusFilter.map(readStatus)).toEqual([null, ...statusFilter.slice(1)])
  expect(readStatus(undefined)).toBeNull()
})
