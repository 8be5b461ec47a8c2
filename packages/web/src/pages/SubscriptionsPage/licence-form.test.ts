import { expect, it } from 'vitest'
import { formOf, licenceRequest } from './licence-form.ts'

it.each([
  ['free has neither number nor end', { kind: 'free', limit: '7', lastDay: '2026-12-31' }, { kind: 'free' }],
  [
    'full without a number and end',
    { kind: 'full', limit: '', lastDay: '' },
    { kind: 'full', limit: null, endAt: null },
  ],
  [
    'the last day is covered whole',
    { kind: 'trial', limit: '500', lastDay: '2026-12-31' },
    { kind: 'trial', limit: 500, endAt: '2027-01-01T00:00:00.000Z' },
  ],
  ['a trial without an end is not complete', { kind: 'trial', limit: '', lastDay: '' }, null],
  ['no assets at all is no number', { kind: 'full', limit: '0', lastDay: '' }, null],
  ['words are no number', { kind: 'full', limit: '1e3', lastDay: '' }, null],
  ['more than ten million is refused', { kind: 'full', limit: '10000001', lastDay: '' }, null],
  ['a day that is none', { kind: 'full', limit: '', lastDay: '2026-99-99' }, null],
] as const)('%s', (_, form, want) => {
  expect(licenceRequest(form)).toEqual(want)
})

it('what is asked for comes back into the form as it was', () => {
  expect(formOf({ kind: 'trial', limit: 500, endAt: '2027-01-01T00:00:00.000Z' })).toEqual({
    kind: 'trial',
    limit: '500',
    lastDay: '2026-12-31',
  })
})
