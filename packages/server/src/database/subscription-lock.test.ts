import { expect, it } from 'vitest'
import { subscriptionLocks } from './subscription-lock.ts'

it('no two locks of a subscription have the same number', () => {
  const numbers = Object.values(subscriptionLocks)
  expect(new Set(numbers).size).toBe(numbers.length)
})
