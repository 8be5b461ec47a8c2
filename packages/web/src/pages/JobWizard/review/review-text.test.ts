import '../../../i18n/areas/job-wizard.ts'
import { describe, expect, it } from 'vitest'
import type { JobDraft } from '../job-draft.ts'
import { stateOfDraft, type WizardState } from '../state/wizard-state.ts'
import { missingText } from './missing-text.ts'
import { reviewOf, suggestedName } from './review-text.ts'

const asset = (n: number) => ({ id: `a${n}`, name: `web-0${n}` })
const patch = (title: string, rebootSuggested = false) => ({ id: title, key: title, title, rebootSuggested })
const draft: JobDraft = { assets: [asset(1), asset(2)], patches: [patch('openssl'), patch('linux', true)] }

const stateOf = (chosen: JobDraft, part: Partial<WizardState['definition']> = {}): WizardState => {
  const state = stateOfDraft(chosen, 'linux', 'Job')
  return { ...state, definition: { ...state.definition, ...part } }
}
const options = stateOf(draft).definition.options

describe('the review of a job', () => {
  it('says how many patches go to how many assets', () => {
    expect(reviewOf(stateOf(draft), 2).extent).toBe('2 patches on 2 assets')
    expect(reviewOf(stateOf({ assets: [asset(1)], patches: [patch('x')] }), 1).extent).toBe('1 patch on 1 asset')
    expect(reviewOf(stateOf(draft), null).extent).toBe('2 patches on the chosen assets')
  })

  it('says what it takes where patches are not chosen by hand', () => {
    const query = stateOf(draft, { patches: { from: 'query', query: 'isSecurity:true' } })
    expect(reviewOf(query, 7).extent).toBe('The patches that a query finds before each run on 7 assets')
    const job = { ...stateOf(draft, { patches: { from: 'job', job: 'j' } }), names: { j: 'Ring 1' } }
    expect(reviewOf(job, 7).extent).toBe('The patches of Ring 1 on 7 assets')
  })

  it('says that nothing is chosen yet', () => {
    expect(reviewOf(stateOf({ assets: [], patches: [] }), 0).extent).toBe('Nothing is chosen yet')
  })

  it.each([
    ['never', draft, 2, 'No asset is rebooted; those that need it will show "Reboot needed".'],
    ['always', draft, 2, 'All 2 assets reboot at the end.'],
    ['always', draft, 1, 'The asset reboots at the end.'],
    ['always', draft, null, 'All assets reboot at the end.'],
    ['ifNeeded', draft, 2, 'Up to 2 assets may reboot, because of linux.'],
    [
      'ifNeeded',
      { ...draft, patches: [patch('openssl')] },
      2,
      'None of the patches suggests a reboot, but the package manager decides: up to 2 assets may reboot.',
    ],
    [
      'ifNeeded',
      { ...draft, patches: ['a', 'b', 'c', 'd', 'e'].map(title => patch(title, true)) },
      2,
      'Up to 2 assets may reboot, because of a, b, c and 2 more.',
    ],
  ] as const)('with reboot "%s" says what may go down', (reboot, chosen, assets, want) => {
    const review = reviewOf(stateOf(chosen, { options: { ...options, reboot } }), assets)
    expect(review.reboot).toBe(want)
    expect(review.mayReboot).toBe(reboot !== 'never')
  })

  it.each([
    ['stop', 'After a failure the asset stops: its remaining patches are skipped. Other assets go on.'],
    ['continue', 'After a failure the asset goes on with its other patches.'],
  ] as const)('on failure "%s" is told', (onFailure, want) => {
    expect(reviewOf(stateOf(draft, { options: { ...options, onFailure } }), 2).sentences).toContain(want)
  })

  it.each([
    [null, 'There is no patching window.'],
    [{ appliesTo: 'start', minutes: 30 }, 'Each asset must start within 30 min, or it is Timed Out.'],
    [{ appliesTo: 'finish', minutes: 360 }, 'After 6 h nothing further begins; what is left is Timed Out.'],
  ] as const)('with window %j says what it means', (window, want) => {
    expect(reviewOf(stateOf(draft, { window }), 2).sentences).toContain(want)
  })

  it.each([
    [null, 'It has no schedule yet.'],
    [{ type: 'onDemand' }, 'It starts as soon as it is enabled.'],
    [{ type: 'once', start: '2027-01-12T21:00', zone: null }, "Once, on 12 January 2027 at 21:00, the agent's time."],
  ] as const)('with schedule %j says when it begins', (schedule, want) => {
    expect(reviewOf(stateOf(draft, { schedule }), 2).start).toBe(want)
  })
})

it.each([
  [[], ''],
  [['schedule'], 'a schedule'],
  [['assets', 'patches', 'schedule'], 'assets, patches and a schedule'],
] as const)('%j missing reads "%s"', (missing, want) => {
  expect(missingText(missing)).toBe(want)
})

it.each([
  [{ assets: [], patches: [] }, ''],
  [{ assets: [asset(1)], patches: [patch('openssl')] }, 'openssl on web-01'],
  [draft, '2 patches on 2 assets'],
  [{ assets: [asset(1)], patches: [patch('x'.repeat(500))] }, `${'x'.repeat(119)}…`],
])('%j is called "%s" at first', (chosen, want) => {
  expect(suggestedName(chosen)).toBe(want)
})
