import type { ProfileDocument } from '@patchyard/api'
import { defaultProfileDocument } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { documentForm, documentOf, minutesOf, newBlackout, wrongFields } from './document-form.ts'

const document: ProfileDocument = {
  patching: false,
  suspendScanning: true,
  checkInS: 120,
  cacheMb: 512,
  bandwidthKBs: 100,
  cpuPercent: 50,
  memoryMb: 1024,
  otherUpdaters: 'off',
  blackouts: [
    { days: ['monday', 'friday'], from: '22:00', minutes: 90, zone: 'Europe/Berlin' },
    { days: ['sunday'], from: '00:00', minutes: 1440, zone: null },
  ],
}

describe('the document of a profile', () => {
  it.each([
    ['of every member', document],
    ['that is usual', { ...defaultProfileDocument, blackouts: [] }],
  ])('%s comes back as it was', (_, one) => {
    expect(documentOf(documentForm(one))).toEqual(one)
  })

  it.each([
    [{ checkInS: '' }, ['checkInS']],
    [{ checkInS: '14' }, ['checkInS']],
    [{ cacheMb: 'much' }, ['cacheMb']],
    [{ cpuPercent: '1e2', memoryMb: '12' }, ['cpuPercent', 'memoryMb']],
    [{ bandwidthKBs: ' 64 ' }, []],
    [{ cacheMb: '', bandwidthKBs: '', cpuPercent: '', memoryMb: '' }, []],
  ])('with %j names %j as wrong', (part, want) => {
    const form = { ...documentForm(), ...part }
    expect([...wrongFields(form)]).toEqual(want)
    expect(documentOf(form) === null).toBe(want.length > 0)
  })

  it('names a blackout without days, without a time or of no length', () => {
    const one = newBlackout([])
    const two = newBlackout([one])
    const form = {
      ...documentForm(),
      blackouts: [
        { ...one, days: [] },
        { ...two, hours: '0' },
      ],
    }
    expect([...wrongFields(form)]).toEqual(['blackout 0', 'blackout 1'])
  })

  it.each([
    ['1.5', 90],
    ['1,5', 90],
    ['168', 10_080],
    ['169', undefined],
    ['0', undefined],
    ['long', undefined],
  ])('%j hours are %j minutes', (hours, want) => {
    expect(minutesOf(hours)).toBe(want)
  })
})
