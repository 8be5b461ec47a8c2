import fc from 'fast-check'
import { expect, it } from 'vitest'
import { disagreements } from '../testing/disagreements.ts'
import { canBeAskedOfDpkg, dpkgAccepts, dpkgOrders } from '../testing/dpkg.ts'
import { hasProgram } from '../testing/program.ts'
import { versionLike, versionPair } from '../testing/version-arbitraries.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { debProblem } from './problem.ts'

const needsDpkg = hasProgram('dpkg') ? undefined : 'needs dpkg'
const seed = 20261121

it('orders random versions as dpkg does', { timeout: 60_000 }, ({ skip }) => {
  if (needsDpkg !== undefined) skip(needsDpkg)
  const pairs = fc.sample(versionPair('deb'), { numRuns: 1000, seed }).filter(pair => pair.every(canBeAskedOfDpkg))
  const answers = dpkgOrders(pairs)
  const answered = pairs.filter((_, i) => answers[i] !== 'refused')
  expect(answered.length).toBeGreaterThan(500)
  expect(
    disagreements(
      'deb',
      answered,
      answers.filter((answer): answer is VersionOrder => answer !== 'refused'),
    ),
  ).toEqual([])

  const refusedButFine = pairs.filter(([a, b], i) => answers[i] === 'refused' && !debProblem(a) && !debProblem(b))
  expect(refusedButFine).toEqual([])
})

it('finds a problem with the versions with which dpkg --validate-version does', { timeout: 60_000 }, ({ skip }) => {
  if (needsDpkg !== undefined) skip(needsDpkg)
  const odd = [
    '',
    ' ',
    '1 2',
    ' 1.0\t',
    '1.0-',
    ':1',
    '1:',
    '+1:1',
    'x:1',
    '2147483647:1',
    '2147483648:1',
    '1_0',
    '1-a_b',
    '1:2:3',
    '1-2-3',
  ]
  const versions = [...odd, ...fc.sample(versionLike('deb'), { numRuns: 500, seed }).filter(canBeAskedOfDpkg)]
  const accepted = dpkgAccepts(versions)
  expect(versions.filter((version, i) => (debProblem(version) === undefined) !== accepted[i])).toEqual([])
})
