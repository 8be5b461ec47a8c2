import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CandidatePatch, choosePatches, type PatchQuestion, rulesOfAsset } from './choose-patches.ts'
import type { PlanRule } from './patch-rule.ts'

const DAY = 86_400_000
const NOW = 100 * DAY
const patch = (n: number, over: Partial<CandidatePatch> = {}): CandidatePatch => ({
  patchId: n,
  publicId: `p-${n}`,
  key: `k-${n}`,
  title: `T ${n}`,
  platform: 'linux',
  deprecated: false,
  superseded: false,
  publishedMs: NOW - n * DAY,
  ...over,
})
const rule = (over: Partial<PlanRule> = {}): PlanRule => ({
  name: 'R',
  reason: 'because',
  kind: 'block',
  patches: new Set([1]),
  tags: [],
  minAgeDays: 0,
  ...over,
})
const ask = (over: Partial<PatchQuestion>) => {
  const { chosen, leftOut } = choosePatches({
    platform: 'linux',
    from: 'list',
    patches: [patch(1)],
    rules: [],
    minAgeDays: 0,
    atMs: NOW,
    ...over,
  })
  return { chosen: chosen.map(one => one.patchId), leftOut: leftOut.map(one => [one.patch.patchId, one.reason]) }
}

describe('which patches a run is about', () => {
  it.each<[string, Partial<PatchQuestion>, number[], unknown[]]>([
    ['a list keeps its order', { patches: [patch(3), patch(1), patch(2)] }, [3, 1, 2], []],
    ['a query gives the newest first', { from: 'query', patches: [patch(3), patch(1), patch(2)] }, [1, 2, 3], []],
    ['of another platform', { platform: 'windows' }, [], [[1, 'patch_other_platform']]],
    [
      'superseded, by query',
      { from: 'query', patches: [patch(1, { superseded: true })] },
      [],
      [[1, 'patch_superseded']],
    ],
    ['superseded, but somebody chose it', { patches: [patch(1, { superseded: true })] }, [1], []],
    [
      'deprecated, by query',
      { from: 'query', patches: [patch(1, { deprecated: true })] },
      [],
      [[1, 'patch_deprecated']],
    ],
    ['deprecated, of a list: its items say so', { patches: [patch(1, { deprecated: true })] }, [1], []],
    ['blocked', { rules: [rule()] }, [], [[1, 'patch_blocked']]],
    ['another one is blocked', { rules: [rule({ patches: new Set([2]) })] }, [1], []],
    ['pinned', { rules: [rule({ kind: 'pin' })] }, [], [[1, 'patch_pinned']]],
    ['blocked for some assets only', { rules: [rule({ tags: ['t'] })] }, [1], []],
    ['too young for a rule', { rules: [rule({ kind: 'minAge', minAgeDays: 2 })] }, [], [[1, 'patch_too_young']]],
    ['just old enough for a rule', { rules: [rule({ kind: 'minAge', minAgeDays: 1 })] }, [1], []],
    ['too young for the job', { minAgeDays: 2 }, [], [[1, 'patch_too_young']]],
    ['of age when the run begins', { minAgeDays: 2, atMs: NOW + DAY }, [1], []],
    ['dated tomorrow, and no age is asked for', { patches: [patch(-1)] }, [-1], []],
    ['dated tomorrow, and a day is asked for', { patches: [patch(-1)], minAgeDays: 1 }, [], [[-1, 'patch_too_young']]],
    [
      'the newest that there is room for',
      { from: 'query', limit: 1, patches: [patch(2), patch(1)] },
      [1],
      [[2, 'patch_over_limit']],
    ],
    [
      'what is left out takes no room',
      { from: 'query', limit: 1, rules: [rule()], patches: [patch(1), patch(2)] },
      [2],
      [[1, 'patch_blocked']],
    ],
  ])('%s', (_, over, chosen, leftOut) => {
    expect(ask(over)).toEqual({ chosen, leftOut })
  })

  it('names the rule and its reason', () => {
    const { leftOut } = choosePatches({
      ...{ platform: 'linux', from: 'list', patches: [patch(1)], minAgeDays: 0, atMs: NOW },
      rules: [rule({ name: 'Freeze', reason: 'the database vendor says no' })],
    })
    expect(leftOut[0]?.detail).toBe('Rule “Freeze”: the database vendor says no')
  })

  it('every patch comes out once, and what is chosen is what a slow reading chooses', () => {
    const flag = fc.boolean()
    const patches = fc
      .array(fc.record({ deprecated: flag, superseded: flag, publishedMs: fc.integer({ min: 0, max: 5 }) }), {
        maxLength: 8,
      })
      .map(list => list.map((one, n) => patch(n + 1, { ...one, publishedMs: NOW - one.publishedMs * DAY })))
    const ids = fc.subarray([1, 2, 3, 4, 5, 6, 7, 8])
    const kind = fc.constantFrom('block' as const, 'pin' as const, 'minAge' as const)
    const tags = fc.subarray(['t'])
    const rules = fc.array(
      fc
        .record({ kind, patches: ids.map(list => new Set(list)), tags, minAgeDays: fc.integer({ min: 1, max: 5 }) })
        .map(rule),
      { maxLength: 3 },
    )
    const questions = fc.record({
      ...{ platform: fc.constant('linux'), from: fc.constantFrom('list' as const, 'query' as const), patches, rules },
      ...{ minAgeDays: fc.integer({ min: 0, max: 5 }), atMs: fc.constant(NOW), limit: fc.integer({ min: 1, max: 8 }) },
    })
    fc.assert(
      fc.property(questions, question => {
        const { chosen, leftOut } = ask(question)
        expect(new Set([...chosen, ...leftOut.map(([id]) => id)])).toEqual(
          new Set(question.patches.map(p => p.patchId)),
        )
        expect(chosen.length + leftOut.length).toBe(question.patches.length)
        expect(chosen).toEqual(slowly(question))
      }),
      { numRuns: 500 },
    )
  })
})

/** Sorts by picking the newest again and again, and strikes out by sets. */
function slowly({ from, patches, rules, minAgeDays, limit = 2000 }: PatchQuestion): number[] {
  const age = (one: CandidatePatch): number => (NOW - one.publishedMs) / DAY
  const struck = new Set(patches.filter(one => age(one) < minAgeDays).map(one => one.patchId))
  if (from === 'query') for (const one of patches) if (one.deprecated || one.superseded) struck.add(one.patchId)
  for (const one of rules) {
    if (one.tags.length > 0) continue
    for (const p of patches) {
      if (one.patches.has(p.patchId) && (one.kind !== 'minAge' || age(p) < one.minAgeDays)) struck.add(p.patchId)
    }
  }
  const left = patches.filter(one => !struck.has(one.patchId))
  const order: CandidatePatch[] = []
  while (left.length > 0) {
    let best = 0
    if (from === 'query') {
      for (const [n, one] of left.entries()) {
        const top = left[best] as CandidatePatch
        if (age(one) < age(top) || (age(one) === age(top) && one.key < top.key)) best = n
      }
    }
    order.push(...left.splice(best, 1))
  }
  return order.slice(0, limit).map(one => one.patchId)
}

describe('rules for assets with some tags', () => {
  const question = { patches: [patch(1), patch(2)], atMs: NOW }
  const reasonsOn = (tags: string[], rules: PlanRule[]) =>
    [...rulesOfAsset(new Set(tags), { ...question, rules })].map(([id, one]) => [id, one.reason])
  it.each([
    ['hold on assets that carry one of them', ['u', 't'], [rule({ tags: ['t', 'x'] })], [[1, 'patch_blocked']]],
    ['hold on no other', ['u'], [rule({ tags: ['t'] })], []],
    ['say nothing where they are for all: those were asked before', ['t'], [rule()], []],
    ['the first one counts', ['t'], [rule({ tags: ['t'], kind: 'pin' }), rule({ tags: ['t'] })], [[1, 'patch_pinned']]],
  ])('%s', (_, tags, rules, want) => {
    expect(reasonsOn(tags, rules)).toEqual(want)
  })
})
