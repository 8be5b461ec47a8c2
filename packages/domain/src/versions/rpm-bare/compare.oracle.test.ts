import fc from 'fast-check'
import { expect, it } from 'vitest'
import { disagreements } from '../testing/disagreements.ts'
import { canBeAskedOfRpm, rpmNeeds, rpmBareOrders } from '../testing/rpm.ts'
import { anyText, versionPair } from '../testing/version-arbitraries.ts'

const needsRpm = rpmNeeds()

it('orders random versions and random text as rpm does', { timeout: 60_000 }, ({ skip }) => {
  if (needsRpm !== undefined) skip(needsRpm)
  const pair = fc.oneof(
    { weight: 5, arbitrary: versionPair('rpm-bare') },
    { weight: 1, arbitrary: fc.tuple(anyText, anyText) },
  )
  const pairs = fc.sample(pair, { numRuns: 10_000, seed: 20261121 }).filter(each => each.every(canBeAskedOfRpm))
  expect(pairs.length).toBeGreaterThan(8000)
  expect(disagreements('rpm-bare', pairs, rpmBareOrders(pairs))).toEqual([])
})
