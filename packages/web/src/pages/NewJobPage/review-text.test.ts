import '../../i18n/areas/jobs.ts'
import { describe, expect, it } from 'vitest'
import type { JobDraft } from './job-draft.ts'
import { type ChosenOptions, reviewOf, suggestedName } from './review-text.ts'

const asset = (n: number) => ({ id: `a${n}`, name: `web-0${n}` })
const patch = (title: string, rebootSuggested = false) => ({ id: title, key: title, title, rebootSuggested })
const options: ChosenOptions = { onFailure: 'stop', reboot: 'never', windowMinutes: 240 }
const draft: JobDraft = { assets: [asset(1), asset(2)], patches: [patch('openssl'), patch('linux', true)] }

describe('the review of a job', () => {
  it('says how many patches go to how many assets', () => {
    expect(reviewOf(draft, options).extent).toBe('2 patches on 2 assets')
    expect(reviewOf({ assets: [asset(1)], patches: [patch('x')] }, options).extent).toBe('1 patch on 1 asset')
  })

  it('says that nothing is chosen yet', () => {
    expect(reviewOf({ assets: [], patches: [] }, options).extent).toBe('Nothing is chosen yet')
  })

  it.each([
    ['never', draft, 'No asset is rebooted; those that need it will show "Reboot needed".'],
    ['always', draft, 'All 2 assets reboot at the end.'],
    ['always', { ...draft, assets: [asset(1)] }, 'The asset reboots at the end.'],
    ['ifNeeded', draft, 'Up to 2 assets may reboot, because of linux.'],
    [
      'ifNeeded',
      { ...draft, patches: [patch('openssl')] },
      'None of the patches suggests a reboot, but the package manager decides: up to 2 assets may reboot.',
    ],
    [
      'ifNeeded',
      { ...draft, patches: ['a', 'b', 'c', 'd', 'e'].map(title => patch(title, true)) },
      'Up to 2 assets may reboot, because of a, b, c and 2 more.',
    ],
  ] as const)('with reboot "%s" says what may go down', (reboot, chosen, want) => {
    const review = reviewOf(chosen, { ...options, reboot })
    expect(review.reboot).toBe(want)
    expect(review.mayReboot).toBe(reboot !== 'never')
  })

  it.each([
    ['stop', 'After a failure the asset stops: its remaining patches are skipped. Other assets go on.'],
    ['continue', 'After a failure the asset goes on with its other patches.'],
  ] as const)('on failure "%s" is told', (onFailure, want) => {
    expect(reviewOf(draft, { ...options, onFailure }).sentences).toContain(want)
  })

  it('names the window', () => {
    expect(reviewOf(draft, { ...options, windowMinutes: 30 }).sentences).toContain(
      'Nothing begins later than 30 min after the start.',
    )
  })
})

it.each([
  [{ assets: [], patches: [] }, ''],
  [{ assets: [asset(1)], patches: [patch('openssl')] }, 'openssl on web-01'],
  [draft, '2 patches on 2 assets'],
  [{ assets: [asset(1)], patches: [patch('x'.repeat(500))] }, `${'x'.repeat(119)}…`],
])('%j is called "%s" at first', (chosen, want) => {
  expect(suggestedName(chosen)).toBe(want)
})
