import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disagreements } from './testing/disagreements.ts'
import { canBeAskedOfDpkg, dpkgOrders } from './testing/dpkg.ts'
import { hasProgram } from './testing/program.ts'
import { canBeAskedOfRpm, rpmBareOrders, rpmNeeds, rpmOrders } from './testing/rpm.ts'
import { versionPair } from './testing/version-arbitraries.ts'
import type { VersionOrder, VersionScheme } from './version-scheme.ts'

type Pair = readonly [string, string]

// Minutes of new pairs against the package managers themselves; the seed of a failure is in its message.
const minutes = Number(process.env.PATCHYARD_FUZZ_MINUTES ?? '2')
const firstSeed = Date.now() % 1_000_000_000

describe(`random versions, ${minutes} minutes for each scheme`, { timeout: minutes * 60_000 + 60_000 }, () => {
  it('are ordered as dpkg orders them', ({ skip }) => {
    if (!hasProgram('dpkg')) skip('needs dpkg')
    const compared = fuzz('deb', 2000, canBeAskedOfDpkg, pairs => {
      const answers = dpkgOrders(pairs)
      return {
        asked: pairs.filter((_, i) => answers[i] !== 'refused'),
        answers: answers.filter((answer): answer is VersionOrder => answer !== 'refused'),
      }
    })
    expect(compared).toBeGreaterThan(0)
  })

  it.for<['rpm' | 'rpm-bare', (pairs: readonly Pair[]) => VersionOrder[]]>([
    ['rpm', rpmOrders],
    ['rpm-bare', rpmBareOrders],
  ])('are ordered as rpm orders them (%s)', ([scheme, ask], { skip }) => {
    const needs = rpmNeeds()
    if (needs !== undefined) skip(needs)
    const compared = fuzz(scheme, 50_000, canBeAskedOfRpm, pairs => ({ asked: pairs, answers: ask(pairs) }))
    expect(compared).toBeGreaterThan(0)
  })
})

/** Returns how many pairs agreed; fails at the first batch in which one does not. */
function fuzz(
  scheme: VersionScheme,
  batch: number,
  canBeAsked: (version: string) => boolean,
  ask: (pairs: readonly Pair[]) => { asked: readonly Pair[]; answers: readonly VersionOrder[] },
): number {
  const end = Date.now() + minutes * 60_000
  let compared = 0
  for (let seed = firstSeed; Date.now() < end; seed++) {
    const pairs = fc.sample(versionPair(scheme), { numRuns: batch, seed }).filter(pair => pair.every(canBeAsked))
    const { asked, answers } = ask(pairs)
    expect(disagreements(scheme, asked, answers), `seed ${seed}`).toEqual([])
    compared += asked.length
  }
  console.log(`${scheme}: ${compared} pairs agree, seeds from ${firstSeed}`)
  return compared
}
